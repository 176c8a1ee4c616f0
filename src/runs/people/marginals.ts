/**
 * Groups of agents whose shares differ from those of the table that runs are compared with, before anything is played: a difference in
 * answers can then be one of people. Groups that are raked are weighted to the table, and have no hint.
 */
import { type AnswerComparison, compareAnswers } from '../../analysis/people/compareAnswers.js';
import { cohensH } from '../../analysis/evidence/sharePower.js';
import { corrected } from '../../analysis/statistics/twoSampleTests.js';
import { groupedFor, t } from '../../core/util/l10n.js';
import { figureText } from '../../core/util/textPosition.js';
import { openingTimeline } from '../../engine/index.js';
import { type Fix, type LanguageService, type Resolved, spanOf } from '../../language/api.js';
import { loadModel } from '../load/load.js';
import { locateProblem, type PlacedProblem } from '../load/locateProblems.js';
import { drawnPart } from '../load/populations.js';
import { runAnswers } from './agentAnswers.js';
import { BothSides } from './bothSides.js';
import type { People } from './loadPeople.js';
import { rowsThatCount } from './rowsThatCount.js';

/** A small effect (Cohen 1988, §2.2 and §6.2): smaller ones are not named. */
const SMALL = 0.2;

/** The level of a difference, corrected for the parts of a group. */
const LEVEL = 0.05;

/** Fewer agents differ by chance too easily. */
const LEAST_AGENTS = 20;

/** The most parts of a group that a hint names. */
const MOST_NAMED = 3;

/** Hints for a scenario whose tables were read. None where it gives a reason, or cannot be compiled. */
export async function marginalHints(
  language: LanguageService,
  resolved: Resolved,
  scenario: string,
  people: readonly People[],
): Promise<readonly PlacedProblem[]> {
  const wanted = people.filter(({ spec: { groups, rake } }) => groups.some(({ id }) => !rake.includes(id)));
  if (wanted.length === 0 || resolved.society.scenarios?.[scenario]?.because?.marginals !== undefined) return [];
  const loaded = await loadModel(language, resolved.uri, { scenario }, drawnPart);
  if (!loaded.ok) return [];
  const timeline = openingTimeline(loaded.model);
  return wanted.flatMap(({ spec, table }) => {
    const first = spec.windows?.times[0]?.time;
    const answers = runAnswers(loaded.model, timeline, [{ ...spec, answers: [], by: null, windows: null }]);
    const sides = new BothSides(spec, table, [answers], rowsThatCount(spec, table, first));
    const groups = spec.groups.flatMap((group) => {
      const found = sides.read(group, `groups.${group.id}`);
      return found ? [[group, found] as const] : [];
    });
    sides.weigh(new Map(groups.map(([{ id }, found]) => [id, found])));
    return groups.flatMap(([{ id, at }, found]) => {
      const compared = spec.rake.includes(id) ? null : compareAnswers(found.kind, sides.agentsOf(found), sides.peopleOf(found));
      const differs = compared && compared.agents.n >= LEAST_AGENTS ? differenceWords(compared) : null;
      if (differs === null) return [];
      const message = t(
        'Agents of `{0}` differ from `{1}` in `{2}`: {3}. Draw them by these shares, or weight them with `rake`.',
        ...[scenario, spec.id, id, differs],
      );
      const told = t('{0} Or give a reason, as in `because: { {1}: … }` of the scenario.', message, 'marginals');
      const hint = locateProblem(resolved, { severity: 'info', at, code: 'study-marginals', message: told });
      return [{ ...hint, fixes: spec.rake.length > 0 ? [] : rakeFix(resolved, `${spec.at}.groups`, id) }];
    });
  });
}

/** What differs, by the size of the effect; null where nothing does that is larger than small and than chance gives. */
function differenceWords({ agents, people, difference, shares }: AnswerComparison): string | null {
  const numbers = [agents.n, people.n].map(groupedFor);
  if (shares === null) {
    const d = difference && people.sd ? difference.value / people.sd : 0;
    if (!difference || difference.p === null || difference.p >= LEVEL || Math.abs(d) < SMALL) return null;
    const [ours, theirs] = [figureText(agents.mean!), figureText(people.mean!)];
    return t('mean {0} among {1} agents, {2} among {3} people (Cohen’s d {4})', ours, numbers[0], theirs, numbers[1], figureText(d));
  }
  // Of two parts, one says all.
  const parts = shares.length === 2 ? shares.slice(0, 1) : shares;
  const ps = corrected(
    parts.map(({ p }) => p),
    'holm',
  );
  const far = parts
    .map((share, i) => ({ ...share, h: cohensH(share.agents, share.people), corrected: ps[i] ?? null }))
    .filter(({ h, corrected: p, value }) => Math.abs(h) >= SMALL && (p === null ? value !== 0 : p < LEVEL))
    .sort((a, b) => Math.abs(b.h) - Math.abs(a.h));
  if (far.length === 0) return null;
  const named = far
    .slice(0, MOST_NAMED)
    .map((one) => t('`{0}` {1} of agents, {2} of people (Cohen’s h {3})', one.word, ...[one.agents, one.people, one.h].map(figureText)));
  const listed = [...named, ...(far.length > MOST_NAMED ? ['…'] : [])].join('; ');
  return t('{0}; n = {1} agents and {2} people', listed, ...numbers);
}

/** Writes `rake` in front of the groups: on a line of its own, or in the brackets that they are in. */
function rakeFix({ nodes, sources }: Resolved, at: string, group: string): readonly Fix[] {
  const span = spanOf(nodes, at);
  const line = sources.find(({ uri }) => uri === span?.source)?.text.split('\n')[span?.range.start.line ?? 0];
  if (!span || line === undefined) return [];
  const { start } = span.range;
  const before = line.slice(0, start.character);
  if (!line.slice(start.character).startsWith('groups')) return [];
  const text = `rake: [${group}]${before.trim() === '' ? `\n${before}` : ', '}`;
  return [{ title: t('Weight agents with `rake: [{0}]`', group), edits: [{ range: { start, end: start }, text }] }];
}
