/** A comparison of two runs as text: lines of a terminal, or Markdown. */
import { addressed } from '../../core/events/audienceText.js';
import type { SimEvent } from '../../core/events/events.js';
import { literal } from '../../core/formats/markdown.js';
import { moneyText } from '../../minds/index.js';
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

/** The most characters of a cell in a terminal. */
const WIDE = 56;

export const comparisonText = (comparison: Comparison): string => sectionsOf(comparison).map(plain).join('\n');

export const comparisonMarkdown = (comparison: Comparison): string => sectionsOf(comparison).map(markdown).join('\n');

/** The first difference in one or two lines: what was set, and which act differs. */
export function firstDifference({ same, overrides, event, act, runs }: Comparison): readonly string[] {
  if (same) return [`the same ${grouped(runs.a.events)} events, byte for byte`];
  const set = [...overrides.a, ...overrides.b].map(setWords);
  const [a, b] = [act?.a ?? null, act?.b ?? null];
  const round = a?.round ?? b?.round;
  const acts = act
    ? [`first different act, in round ${round}:`, `  ${actWords(a)}`, `  ${actWords(b)}`]
    : [event ? 'no act differs' : 'nothing else differs'];
  return [...set, ...acts];
}

function sectionsOf(comparison: Comparison): readonly Section[] {
  const { same, runs, shared, event, talk, ties, variables, counts, measures, answers, cost } = comparison;
  const [a, b] = [runWords(runs.a), runWords(runs.b)];
  const first: Section = {
    title: 'First difference',
    lines: [
      same ? 'none' : `${grouped(shared)} events from the start are the same`,
      ...(event ? [`then ${eventWords(event.a)} and ${eventWords(event.b)}`] : []),
      ...firstDifference(comparison),
    ],
  };
  const sections: readonly Section[] = [
    { title: `${runs.a.title}: two runs`, lines: [`a: ${a}`, `b: ${b}`] },
    first,
    tableOf(
      'Messages from there on',
      ['round', 'a', 'b'],
      bounded(talk, ({ round, a: x, b: y, same }) => [String(round), saidWords(x), same ? '=' : saidWords(y)]),
    ),
    tableOf('Ties at the end', ['tie', 'a', 'b', ''], bounded(ties, tieCells)),
    tableOf(
      'Variables at the end',
      ['of', 'variable', 'a', 'b'],
      bounded(variables, ({ agent, name, a: x, b: y }) => [agent ?? 'the world', name, valueWords(x), valueWords(y)]),
    ),
    // A list that is cut says nothing of the agents that are left out.
    ...(variables.length > variables.first.length
      ? [tableOf('Agents whose variables differ', ['variable', 'agents', 'a → b'], { rows: counts.map(countCells), more: 0 })]
      : []),
    tableOf('Measures by round', ['measure', 'a', 'b'], { rows: measures.map(measureCells), more: 0 }),
    {
      title: 'Answers and cost',
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
  `${id} (${scenario}, seed ${seed}, ${state} after round ${grouped(rounds)}; ${grouped(events)} events, ${grouped(messages)} messages${parent === null ? '' : `; forked from ${parent} after event ${fork}`})`;

const eventWords = (event: SimEvent | null): string => (event ? `${event.type} (event ${event.seq})` : 'the end');

function setWords({ type, ...event }: SimEvent): string {
  if (type !== 'state.overridden') return '';
  const { change, before } = event as Extract<SimEvent, { type: 'state.overridden' }>;
  const was = `(${valueWords(before)} before)`;
  switch (change.kind) {
    case 'variable':
      return `set: ${change.agent === null ? '' : `${change.agent}.`}${change.name} = ${valueWords(change.value)} ${was}`;
    case 'tie':
      return `set: tie ${change.from} > ${change.to} of ${change.network} = ${change.value} ${was}`;
    case 'memory':
      return change.text === null
        ? `forgotten: ${change.memory} ${was}`
        : `remembered: ${change.memory} = ${valueWords(change.text)}${change.importance === undefined ? '' : `, importance ${change.importance}`} ${was}`;
    case 'answer':
      return `answered in the place of ${change.agent}: ${valueWords(change.value)}`;
  }
}

function actWords(act: ActShown | null): string {
  if (!act) return '– (no act)';
  const { name, agent, action, args, text, seq, place } = act;
  const given = Object.keys(args).length === 0 ? '' : ` ${JSON.stringify(args)}`;
  const where = place ? `, ${place.source}:${place.line}` : '';
  return `${name} (${agent}${where}): ${action}${text === null ? given : ` “${text}”`} [event ${seq}]`;
}

const saidWords = (said: Said | null): string => (said ? `${said.author ?? '◇'}${addressed(said, (name) => name)}: ${said.text}` : '');

const tieCells = ({ network, from, to, a, b, change }: TieDifference): readonly string[] => [
  `${from} > ${to} (${network})`,
  change === 'added' ? '–' : rounded(a),
  change === 'gone' ? '–' : rounded(b),
  change === 'changed' ? `${b > a ? '+' : ''}${rounded(b - a)}` : change,
];

const measureCells = ({ measure, a, b, same }: MeasureCompared): readonly string[] => [
  measure,
  a.map(rounded).join(' '),
  same ? '=' : b.map(rounded).join(' '),
];

const answerWords = ({ questions, reused, fresh }: AnswersShown): string =>
  `${grouped(questions)} questions after the runs diverge, ${grouped(reused)} answers reused, ${grouped(fresh)} new`;

const costWords = ({ calls, input, output, money, currency }: CostShown): string =>
  calls === 0
    ? 'no cost'
    : `${grouped(calls)} calls, ${grouped(input)} tokens sent, ${grouped(output)} received${currency === '' ? '' : `, ${moneyText(money, currency)}`}`;

const valueWords = (value: unknown): string => (value === null || value === undefined ? '–' : JSON.stringify(value));

const rounded = (value: number | null): string => (value === null ? '–' : grouped(value));

/** A number in groups of three digits, with at most three decimals. The text is English, and so are its separators. */
const grouped = (n: number): string => (Math.round(n * 1000) / 1000 + 0).toLocaleString('en-US', { maximumFractionDigits: 3 });

const moreLine = ({ more = 0 }: Section): readonly string[] => (more > 0 ? [`… and ${grouped(more)} more`] : []);

function plain(section: Section): string {
  const { title, lines, table } = section;
  return [
    title,
    ...[...lines, ...(table ? columns([table.head, ...table.rows]) : []), ...moreLine(section)].map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const clipped = rows.map((row) => row.map(clip));
  const widths = clipped[0]!.map((_, i) => Math.max(...clipped.map((row) => row[i]!.length)));
  return clipped.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
}

function clip(cell: string): string {
  const line = cell.replace(/\s+/g, ' ');
  return line.length > WIDE ? `${line.slice(0, WIDE - 1)}…` : line;
}

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
