/** Agents and people of one comparison, read into one form and weighted. */
import { type Margin, rake } from '../../analysis/people/rakedWeights.js';
import { type Answers, answered, sharesOf } from '../../analysis/people/weightedAnswers.js';
import { english, marked } from '../../core/util/l10n.js';
import { noSuch } from '../../core/util/suggest.js';
import type { RunAnswers } from './agentAnswers.js';
import { type Decoded, decode } from './decode.js';
import type { PeopleTable } from './peopleTable.js';
import type { PeopleSpec, Property, ReferenceProblem } from './referenceSpec.js';
import type { Rows } from './rowsThatCount.js';

const problem = (at: string, message: string): ReferenceProblem => ({ severity: 'error', at, code: 'data-answers', message });

/** Both sides of one comparison: which rows count, with which weights, and what could not be read. */
export class BothSides {
  readonly problems: ReferenceProblem[] = [];
  readonly notes: string[] = [];
  readonly #agentWeights: Float64Array[];
  #peopleWeights: Float64Array;

  constructor(
    readonly spec: PeopleSpec,
    readonly table: PeopleTable,
    readonly runs: readonly RunAnswers[],
    readonly rows: Rows,
  ) {
    this.#agentWeights = runs.map(({ agents }) => new Float64Array(agents).fill(1));
    this.#peopleWeights = rows.weights;
  }

  read(property: Property, key: string, rows: Rows = this.rows): Decoded | null {
    const cells = this.table.columns.get(property.column)!;
    const found = decode(
      property,
      rows.places.map((row) => cells[row]!),
      this.runs.map(({ values }) => values[`${this.spec.id}.${key}`] ?? []),
    );
    if (!found.ok) {
      this.problems.push(found.problem);
      return null;
    }
    const { unordered } = found.decoded;
    if (unordered.length > 0)
      this.notes.push(
        unordered.length === 1
          ? `${property.id}: ${listed(unordered)} is not in its \`order\` and counts as missing.`
          : `${property.id}: ${listed(unordered)} are not in its \`order\` and count as missing.`,
      );
    return found.decoded;
  }

  agentsOf = ({ agents }: Decoded): readonly Answers[] => agents.map((values, run) => ({ values, weights: this.#agentWeights[run]! }));

  columnOf = (group: string): string | undefined => this.spec.groups.find(({ id }) => id === group)?.column;

  peopleOf = ({ people }: Decoded): Answers => ({ values: people, weights: this.#peopleWeights });

  /** Rakes people to known margins, then agents to the margins of people. */
  weigh(groups: ReadonlyMap<string, Decoded>): readonly string[] {
    const said: string[] = [];
    const { margins, rake: raked, at } = this.spec;
    if (margins.size > 0) {
      const known = [...margins].flatMap(([group, shares]): readonly Margin[] => {
        const found = groups.get(group);
        const words = found ? wordsIn(found) : [];
        for (const word of shares.keys())
          if (found && !words.includes(word)) this.problems.push(problem(`${at}.margins.${group}`, noSuch('part', word, words)));
        const sum = [...shares.values()].reduce((all, share) => all + share, 0);
        return found ? [{ parts: Int32Array.from(found.people, part), shares: words.map((word) => (shares.get(word) ?? 0) / sum) }] : [];
      });
      const fitted = this.problems.length > 0 ? null : rake(this.#peopleWeights, known);
      if (fitted?.ok) this.#peopleWeights = fitted.weights;
      else if (fitted) this.problems.push(problem(`${at}.margins`, unmetWords(fitted, [...margins.keys()], groups, 'row')));
    }
    const wanted = raked.flatMap((id) => (groups.has(id) ? [[id, groups.get(id)!] as const] : []));
    const failed = new Set<string>();
    for (const [run, weights] of this.#agentWeights.entries()) {
      if (wanted.length === 0 || weights.length === 0) continue;
      const fitted = rake(
        weights,
        wanted.map(([, found]) => {
          const shares = sharesOf(answered(this.peopleOf(found)));
          return {
            parts: Int32Array.from(found.agents[run]!, part),
            shares: wordsIn(found).map((_, code) => shares.get(codeOf(found, code)) ?? 0),
          };
        }),
      );
      if (fitted.ok) this.#agentWeights[run] = fitted.weights;
      else failed.add(unmetWords(fitted, raked, groups, 'agent'));
    }
    for (const why of failed) said.push(`Agents have equal weights: ${why}`);
    return said;
  }

  /** The rows of people by agent, of each run; −1 where an agent has none. */
  matches(by: Property): readonly Int32Array[] {
    const cells = this.table.columns.get(by.column)!;
    const rowOf = new Map<string, number>();
    let doubles = 0;
    this.rows.places.forEach((row, place) => {
      const cell = cells[row]!;
      if (cell === '') return;
      if (rowOf.has(cell)) doubles++;
      else rowOf.set(cell, place);
    });
    if (doubles > 0) this.notes.push(`${doubles} rows have a value of \`${by.column}\` that a row before has; the first one counts.`);
    const found = this.runs.map(({ values }) =>
      Int32Array.from(values[`${this.spec.id}.by`] ?? [], (value) => (value === null ? -1 : (rowOf.get(String(value)) ?? -1))),
    );
    const [agents, matched] = [
      found.reduce((sum, run) => sum + run.length, 0),
      found.reduce((sum, run) => sum + run.filter((row) => row >= 0).length, 0),
    ];
    if (matched < agents) this.notes.push(`${agents - matched} of ${agents} agents have no row with their \`by\`.`);
    return found;
  }

  whyNone({ id }: Property, people: Answers): string {
    if (answered(people).values.length === 0) return 'No row that counts has an answer.';
    const said = this.runs.flatMap(({ faults }) => faults[`${this.spec.id}.answers.${id}`] ?? [])[0];
    return said === undefined ? 'No agent has an answer at the end.' : `No agent has an answer at the end: ${said}`;
  }
}

const listed = (words: readonly string[]): string =>
  `${words
    .slice(0, 5)
    .map((word) => `\`${word}\``)
    .join(', ')}${words.length > 5 ? ', …' : ''}`;

/** The parts of a group; of numbers without cuts, each number is one. */
export const wordsIn = ({ kind, people, agents }: Decoded): readonly string[] =>
  kind.words ??
  [...new Set([...people, ...agents.flatMap((run) => [...run])])]
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b)
    .map(String);

/** The coded value of a part by its place. */
export const codeOf = (found: Decoded, place: number): number => (found.kind.words ? place : Number(wordsIn(found)[place]));

const part = (code: number): number => (Number.isNaN(code) ? -1 : code);

function unmetWords(
  fault: Exclude<ReturnType<typeof rake>, { ok: true }>,
  names: readonly string[],
  groups: ReadonlyMap<string, Decoded>,
  what: 'row' | 'agent',
): string {
  if (fault.reason === 'endless') return marked('their groups have no weights that give all shares at once.');
  const group = names[fault.margin] ?? '';
  const found = groups.get(group);
  const part = found ? (wordsIn(found)[fault.part] ?? '') : '';
  return what === 'row' ? english(marked('no row has `{0}` {1}.'), group, part) : english(marked('no agent has `{0}` {1}.'), group, part);
}
