/** A comparison of two runs as text in the language of the reader: lines of a terminal, or Markdown. */
import { addressed } from '../../core/events/audienceText.js';
import type { SimEvent } from '../../core/events/events.js';
import { literal } from '../../core/formats/markdown.js';
import { aligned, clipped } from '../../core/util/columns.js';
import { groupedFor, plural, t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { moneyText } from '../../minds/index.js';
import { stateWord } from '../../protocol/stateWords.js';
import type { AnswersShown, Comparison, CostShown, MeasureCompared, RunShown } from './runDiff.js';
import type { Bounded, TieDifference, VariableCount } from './stateDiff.js';
import type { ActShown, Said } from './diffTalk.js';

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** The number of rows that are not shown. */
  readonly more?: number;
}

/** The most columns of a cell in a terminal. */
const WIDE = 56;

export const comparisonText = (comparison: Comparison): string => sectionsOf(comparison).map(plain).join('\n');

export const comparisonMarkdown = (comparison: Comparison): string => sectionsOf(comparison).map(markdown).join('\n');

/** The first difference in one or two lines: what was set, and which act differs. */
export function firstDifference({ same, overrides, event, act, runs }: Comparison): readonly string[] {
  if (same) return [t('the same {0} events, byte for byte', grouped(runs.a.events))];
  const set = [...overrides.a, ...overrides.b].map(setWords);
  const [a, b] = [act?.a ?? null, act?.b ?? null];
  const round = a?.round ?? b?.round;
  const acts = act
    ? [t('first different act, in round {0}:', round), `  ${actWords(a)}`, `  ${actWords(b)}`]
    : [event ? t('no act differs') : t('nothing else differs')];
  return [...set, ...acts];
}

function sectionsOf(comparison: Comparison): readonly Section[] {
  const { same, runs, shared, event, talk, ties, variables, counts, measures, answers, cost } = comparison;
  const [a, b] = [runWords(runs.a), runWords(runs.b)];
  const first: Section = {
    title: t('First difference'),
    lines: [
      same ? t('no difference') : t('{0} from the start are the same', plural(shared, 'event')),
      ...(event ? [t('then {0} and {1}', eventWords(event.a), eventWords(event.b))] : []),
      ...firstDifference(comparison),
    ],
  };
  const sections: readonly Section[] = [
    { title: t('{0}: two runs', runs.a.title), lines: [`a: ${a}`, `b: ${b}`] },
    first,
    tableOf(
      t('Messages from there on'),
      [t('round'), 'a', 'b'],
      bounded(talk, ({ round, a: x, b: y, same }) => [String(round), saidWords(x), same ? '=' : saidWords(y)]),
    ),
    tableOf(t('Ties at the end'), [t('tie'), 'a', 'b', ''], bounded(ties, tieCells)),
    tableOf(
      t('Variables at the end'),
      [t('agent'), t('variable'), 'a', 'b'],
      bounded(variables, ({ agent, name, a: x, b: y }) => [agent ?? t('the world'), name, valueWords(x), valueWords(y)]),
    ),
    // A list that is cut says nothing of the agents that are left out.
    ...(variables.length > variables.first.length
      ? [tableOf(t('Agents whose variables differ'), [t('variable'), t('agents'), 'a → b'], { rows: counts.map(countCells), more: 0 })]
      : []),
    tableOf(t('Measures by round'), [t('measure'), 'a', 'b'], { rows: measures.map(measureCells), more: 0 }),
    {
      title: t('Answers and cost'),
      lines: [`a: ${answerWords(answers.a)}; ${costWords(cost.a)}`, `b: ${answerWords(answers.b)}; ${costWords(cost.b)}`],
    },
  ];
  return sections.filter(({ lines, table }) => lines.length > 0 || (table?.rows.length ?? 0) > 0);
}

const countCells = ({ name, agents, pairs }: VariableCount): readonly string[] => [
  name,
  grouped(agents),
  pairs.map((pair) => `${valueWords(pair.a)} → ${valueWords(pair.b)}: ${grouped(pair.agents)}`).join(', '),
];

type Rows = { readonly rows: readonly (readonly string[])[]; readonly more: number };

const bounded = <T>({ first, length }: Bounded<T>, cells: (item: T) => readonly string[]): Rows => ({
  rows: first.map(cells),
  more: length - first.length,
});

const tableOf = (title: string, head: readonly string[], { rows, more }: Rows): Section => ({
  title,
  lines: [],
  table: { head, rows },
  more,
});

const runWords = ({ id, scenario, seed, state, rounds, events, messages, parent, fork }: RunShown): string =>
  t(
    '{0} ({1}, seed {2}, {3} after round {4}; {5}, {6}{7})',
    ...([translated(id), scenario, seed, stateWord(state), grouped(rounds), plural(events, 'event'), plural(messages, 'message')] as const),
    parent === null ? '' : t('; forked from {0} after event {1}', parent, fork),
  );

const eventWords = (event: SimEvent | null): string => (event ? t('{0} (event {1})', event.type, event.seq) : t('the end'));

function setWords({ type, ...event }: SimEvent): string {
  if (type !== 'state.overridden') return '';
  const { change, before } = event as Extract<SimEvent, { type: 'state.overridden' }>;
  const was = valueWords(before);
  switch (change.kind) {
    case 'variable':
      return t(
        'set: {0} = {1} ({2} before)',
        `${change.agent === null ? '' : `${change.agent}.`}${change.name}`,
        valueWords(change.value),
        was,
      );
    case 'tie':
      return t('set: tie {0} > {1} of {2} = {3} ({4} before)', change.from, change.to, change.network, change.value, was);
    case 'memory':
      return change.text === null
        ? t('forgotten: {0} ({1} before)', change.memory, was)
        : t(
            'remembered: {0} = {1}{2} ({3} before)',
            change.memory,
            valueWords(change.text),
            change.importance === undefined ? '' : t(', importance {0}', change.importance),
            was,
          );
    case 'answer':
      return t('answered in the place of {0}: {1}', change.agent, valueWords(change.value));
  }
}

function actWords(act: ActShown | null): string {
  if (!act) return t('– (no act)');
  const { name, agent, action, args, text, seq, place } = act;
  const given = Object.keys(args).length === 0 ? '' : ` ${JSON.stringify(args)}`;
  const where = place ? `, ${place.source}:${place.line}` : '';
  return t('{0} ({1}): {2} [event {3}]', name, `${agent}${where}`, `${action}${text === null ? given : ` “${text}”`}`, seq);
}

const saidWords = (said: Said | null): string => (said ? `${said.author ?? '◇'}${addressed(said, (name) => name, t)}: ${said.text}` : '');

const tieCells = ({ network, from, to, a, b, change }: TieDifference): readonly string[] => [
  `${from} > ${to} (${network})`,
  change === 'added' ? '–' : rounded(a),
  change === 'gone' ? '–' : rounded(b),
  change === 'changed' ? `${b > a ? '+' : ''}${rounded(b - a)}` : change === 'added' ? t('added') : t('gone'),
];

const measureCells = ({ measure, a, b, same }: MeasureCompared): readonly string[] => [
  measure,
  a.map(rounded).join(' '),
  same ? '=' : b.map(rounded).join(' '),
];

const answerWords = ({ questions, reused, fresh }: AnswersShown): string =>
  t('{0} after the runs diverge, {1} reused, {2} new', plural(questions, 'question'), plural(reused, 'answer'), grouped(fresh));

const costWords = ({ calls, input, output, money, currency }: CostShown): string =>
  calls === 0
    ? t('no cost')
    : t(
        '{0}, {1} tokens sent, {2} received{3}',
        plural(calls, 'call'),
        grouped(input),
        grouped(output),
        currency === '' ? '' : `, ${moneyText(money, currency)}`,
      );

const valueWords = (value: unknown): string => (value === null || value === undefined ? '–' : JSON.stringify(value));

const rounded = (value: number | null): string => (value === null ? '–' : grouped(value));

/** A number in groups of three digits, with at most three decimals. */
const grouped = (n: number): string => groupedFor(Math.round(n * 1000) / 1000 + 0);

const moreLine = ({ more = 0 }: Section): readonly string[] => (more > 0 ? [t('… and {0} more', grouped(more))] : []);

function plain(section: Section): string {
  const { title, lines, table } = section;
  return [
    title,
    ...[...lines, ...(table ? aligned([table.head, ...table.rows].map((row) => row.map(clip))) : []), ...moreLine(section)].map(
      (line) => `  ${line}`,
    ),
    '',
  ].join('\n');
}

const clip = (cell: string): string => clipped(cell.replace(/\s+/g, ' '), WIDE);

function markdown(section: Section): string {
  const { title, lines, table } = section;
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => literal(cell.replace(/\s+/g, ' '))).join(' | ')} |`;
  return [
    `## ${literal(title)}`,
    '',
    ...lines.map((line) => `- ${literal(line.trim())}`),
    ...(table ? [row(table.head), `|${table.head.map(() => '---').join('|')}|`, ...table.rows.map(row)] : []),
    ...moreLine(section).flatMap((line) => ['', line]),
    '',
  ].join('\n');
}
