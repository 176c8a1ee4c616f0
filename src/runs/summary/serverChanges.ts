/** Changes of the model that a server answers with: the server was restarted with another model, or its provider changed it. */
import type { SummaryFinding } from '../../protocol/summary.js';
import type { AnswerLine } from '../../trace/journal.js';

/** What is read of an answer. */
type Served = Pick<AnswerLine, 'mind' | 'model' | 'by' | 'served' | 'reused'>;

/** Models and versions that are listed in one finding. */
const LISTED = 4;

/** The two hashes of answers to test questions, in the text that identifies a model. */
const CANARY = /canary (\w+) (\w+)\]$/;

/**
 * The earlier name that this one is a repetition of, else the name itself. The answer to one of two test questions can differ by chance,
 * because servers compute several answers together. Then the other one is the same.
 */
function sameCanary(name: string, earlier: Iterable<string>): string {
  const own = CANARY.exec(name);
  if (!own) return name;
  const before = (other: string): string => other.replace(CANARY, '');
  const isSame = (other: string): boolean => {
    const found = CANARY.exec(other);
    return found !== null && before(other) === before(name) && (found[1] === own[1] || found[2] === own[2]);
  };
  return [...earlier].find(isSame) ?? name;
}

/** One finding for each mind whose answers name more than one model or version. Answers of earlier runs do not count. */
export function serverChanges(answers: readonly Served[]): readonly SummaryFinding[] {
  const byMind = new Map<string, Map<string, number>>();
  for (const { mind, model, by, served, reused } of answers) {
    if (reused) continue;
    const id = by?.mind ?? mind;
    const names = byMind.get(id) ?? new Map<string, number>();
    const name = sameCanary(served ?? by?.model ?? model, names.keys());
    byMind.set(id, names.set(name, (names.get(name) ?? 0) + 1));
  }
  return [...byMind].flatMap(([id, names]): readonly SummaryFinding[] => {
    const [first, ...others] = [...names];
    if (!first || others.length === 0) return [];
    const count = others.reduce((sum, [, n]) => sum + n, 0);
    const listed = [first, ...others.slice(0, LISTED - 1)].map(([name, n]) => `${name}: ${n}`).join(', ');
    const more = others.length >= LISTED ? `, and ${others.length - LISTED + 1} more` : '';
    const text = `The server of \`${id}\` did not answer with one model. Answers by model and version: ${listed}${more}.`;
    return [{ kind: 'server', id, level: 'warning', count, at: `models.${id}`, text }];
  });
}
