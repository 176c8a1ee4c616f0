/** A run that is exported, and who spoke in it. */
import type { Cell } from '../../../core/formats/csv.js';
import type { SimEvent } from '../../../core/events/events.js';
import { mindName as labelName } from '../../../core/mindLabels.js';
import type { State } from '../../../core/events/state.js';
import type { Timeline } from '../../../core/events/timeline.js';
import type { ScenarioModel } from '../../../engine/model/model.js';

/** A run with its model, as it is opened or as it goes on. */
export interface RunTold {
  readonly id: string;
  readonly model: ScenarioModel;
  readonly timeline: Pick<Timeline, 'events' | 'rounds' | 'head' | 'at'>;
  /** What is kept from those who are given the file; null where all is written. */
  readonly held: Held | null;
  /** What the folder of the run keeps in addition to its events, for the formats that need it. */
  readonly kept?: Kept;
}

export interface Kept {
  /** Hex SHA-256 that no other run has. */
  readonly hash: string;
  /** When its folder was made, in milliseconds since 1970. */
  readonly created: number;
  /** Gives what was answered, asked for one question after the other in the order of the events; `agent` is '' for nobody's. */
  answers(): (mind: string, agent: string, hash: string) => AnswerKept | undefined;
  /** Roles and texts of what a language model was asked under a hash; null where they are not kept. */
  prompt(hash: string): readonly (readonly [role: string, text: string])[] | null;
}

/** An answer as it came. */
export interface AnswerKept {
  readonly text?: string;
  /** Tokens. */
  readonly usage?: { readonly input: number; readonly output: number };
  /** It was given in another run: nobody was paid for it here. */
  readonly reused?: true;
}

interface Held {
  /** The same texts, without private words. */
  texts(texts: readonly string[]): readonly string[];
  /** Names of the private variables of an agent, by its index. */
  vars(agent: number): ReadonlySet<string>;
}

/** Rows below their columns, without private words in the columns that hold what an agent said or is. */
export function forOthers({ held }: RunTold, rows: readonly (readonly Cell[])[], saysAnything: (column: string) => boolean): typeof rows {
  if (!held) return rows;
  const [head = [], ...lines] = rows;
  const columns = new Set(head.flatMap((name, i) => (saysAnything(String(name)) ? [i] : [])));
  const isText = (cell: Cell, i: number): cell is string => columns.has(i) && typeof cell === 'string';
  const texts = held.texts(lines.flatMap((line) => line.filter(isText)));
  let next = 0;
  return [head, ...lines.map((line) => line.map((cell, i) => (isText(cell, i) ? texts[next++] : cell)))];
}

/** A value of an agent, without private words where it is text. */
export const forOthersOne = <T>({ held }: RunTold, value: T): T =>
  held && typeof value === 'string' ? ((held.texts([value])[0] ?? value) as T) : value;

/** What every table says in each row: that it is no person's. */
export const SYNTHETIC = true;

/** A mind with its model or version; null where there is none. */
export function mindName({ minds }: ScenarioModel, id: string | null): string | null {
  const label = minds.find((one) => one.id === id);
  return label ? labelName(label) : id;
}

/** All minds of a run. */
export const mindsOf = (model: ScenarioModel): string => model.minds.map(({ id }) => mindName(model, id)).join(', ');

/** Where it comes from, and that nobody said or did any of it. */
export const about = ({ id, model }: RunTold, what: string): string =>
  `${what}; ${model.title}, ${model.scenario}, seed ${model.seed}, run ${id}; spoken by ${mindsOf(model)}; synthetic: no person said or did any of it`;

/** Causes that are gone back along to a question. */
const MOST = 12;

/** The mind whose answer led to an event, in place of another one where that one could not; null where nobody was asked. */
export function spokenBy({ model, timeline: { events } }: RunTold, seq: number): string | null {
  let event: SimEvent | undefined = events[seq];
  for (let i = 0; event && i < MOST; i++) {
    if (event.type === 'answer.received' && event.by !== undefined) return mindName(model, event.by);
    if (event.type === 'question.asked') return mindName(model, event.mind);
    event = event.cause === null ? undefined : events[event.cause];
  }
  return null;
}

/** The state before round 1, as 0, and at the end of each round; events after the last round belong to it. */
export function roundEnds({ timeline }: RunTold): readonly State[] {
  const { rounds, events } = timeline;
  return [...rounds.map((seq) => timeline.at(seq - 1)), timeline.at(events.length - 1)];
}

/** Every event with the round it belongs to. */
export function eachEvent({ timeline: { events } }: RunTold, visit: (event: SimEvent, round: number) => void): void {
  let round = 0;
  for (const event of events) {
    if (event.type === 'round.started') round = event.round;
    visit(event, round);
  }
}
