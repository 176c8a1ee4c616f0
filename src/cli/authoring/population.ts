/** `society population FILE [ID]`: the agents of a population, with where each field comes from and how different they are. */
import { translated } from '../../core/util/recordedText.js';
import { spanOf } from '../../language/api.js';
import { populationText, problemLine, showPopulations } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, openLanguage, wholeNumber } from '../terminal/files.js';
import { aside, displayPath, jsonText, printable, UsageError } from '../terminal/output.js';
import { t } from '../../core/util/l10n.js';

/** The default number of agents to list. */
const PEOPLE = 10;

export async function population(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('population', args, {
    seed: { type: 'string' },
    people: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [path, id] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError(t('population needs one file, and at most one population of it.'));
  const [seed, people] = [wholeNumber('seed', values.seed, 0), wholeNumber('people', values.people, 0) ?? PEOPLE];
  const shown = await showPopulations(openLanguage(), fileUri(path), { id, seed, least: people });
  for (const problem of shown.problems) aside(`${problemLine(problem, displayPath)}\n`);
  if (!shown.ok) {
    if (shown.problems.every(({ message }) => message !== shown.message)) aside(t('society: {0}\n', translated(shown.message)));
    return 1;
  }
  const { resolved, populations } = shown;
  const place = (node: string): string => {
    const span = spanOf(resolved.nodes, node);
    return span ? `${displayPath(span.source)}:${span.range.start.line + 1}` : node;
  };
  if (values.json) process.stdout.write(jsonText({ populations }));
  else process.stdout.write(`${populations.map((one) => printable(populationText(one, place, people))).join('\n\n')}\n`);
  return 0;
}
