/** A run that is exported, and its minds. */
import type { Cell } from '../../../core/formats/csv.js';
import type { SimEvent } from '../../../core/events/events.js';
import { mindName as labelName } from '../../../core/mindLabels.js';
import type { State } from '../../../core/events/state.js';
import type { Timeline } from '../../../core/events/timeline.js';
import type { ScenarioModel } from '../../../engine/model/model.js';

/** A run with its model, opened or in progress. */
export interface RunTold {
  readonly id: string;
  readonly model: ScenarioModel;
  readonly timeline: Pick<Timeline, 'events' | 'rounds' | 'head' | 'at'>;
  /** The private data that is removed from the file; null if everything is written. */
  readonly held: Held | null;
  /** Data of the run's folder in addition to its events, for the formats that need it. */
  readonly kept?: Kept;
}

export interface Kept {
  /** A unique SHA-256 of the run, in hex. */
  readonly hash: string;
  /** When its folder was made, in milliseconds since 1970. */
  readonly created: number;
  /** Returns a function that gives the answer to each question, called in the order of the events; `agent` is '' for a question without an agent. */
  answers(): (mind: string, agent: string, hash: string) => AnswerKept | undefined;
  /** Roles and texts of the prompt with a hash; null if they are not stored. */
  prompt(hash: string): readonly (readonly [role: string, text: string])[] | null;
}

/** A stored answer. */
export interface AnswerKept {
  readonly text?: string;
  /** Tokens. */
  readonly usage?: { readonly input: number; readonly output: number };
  /** Whether it was reused from another run, without a cost here. */
  readonly reused?: true;
}

interface Held {
  /** The same texts, without private words. */
  texts(texts: readonly string[]): readonly string[];
  /** Names of the private variables of an agent, by its index. */
  vars(agent: number): ReadonlySet<string>;
}

/** Rows below their columns, without private words in the columns with texts of an agent. Rows are made while they are read. */
export function* forOthers(
  { held }: RunTold,
  head: readonly Cell[],
  rows: Iterable<readonly Cell[]>,
  saysAnything: (column: string) => boolean,
): Generator<readonly Cell[]> {
  yield head;
  if (!held) return yield* rows;
  const columns = new Set(head.flatMap((name, i) => (saysAnything(String(name)) ? [i] : [])));
  for (const row of rows) yield row.map((cell, i) => (columns.has(i) && typeof cell === 'string' ? held.texts([cell])[0] : cell));
}

/** A value of an agent, without private words if it is text. */
export const forOthersOne = <T>({ held }: RunTold, value: T): T =>
  held && typeof value === 'string' ? ((held.texts([value])[0] ?? value) as T) : value;

/** The value of the column `synthetic` in every row: the data is not from a person. */
export const SYNTHETIC = true;

/** A mind with its model or version; null if there is none. */
export function mindName({ minds }: ScenarioModel, id: string | null): string | null {
  const label = minds.find((one) => one.id === id);
  return label ? labelName(label) : id;
}

/** All minds of a run. */
export const mindsOf = (model: ScenarioModel): string => model.minds.map(({ id }) => mindName(model, id)).join(', ');

/** The source of a file, with a note that the data is synthetic. */
export const about = ({ id, model }: RunTold, what: string): string =>
  `${what}; ${model.title}, ${model.scenario}, seed ${model.seed}, run ${id}; spoken by ${mindsOf(model)}; synthetic: no person said or did any of it`;

/** The most causes between an event and its question. */
const MOST = 12;

/** The mind whose answer led to an event, possibly as a substitute; null if no mind was asked. */
export function spokenBy({ model, timeline: { events } }: RunTold, seq: number): string | null {
  let event: SimEvent | undefined = events[seq];
  for (let i = 0; event && i < MOST; i++) {
    if (event.type === 'answer.received' && event.by !== undefined) return mindName(model, event.by);
    if (event.type === 'question.asked') return mindName(model, event.mind);
    event = event.cause === null ? undefined : events[event.cause];
  }
  return null;
}

/** The last event before round 1, as 0, and of each round; events after the last round belong to it. */
export const roundEndEvents = ({ timeline: { rounds, events } }: RunTold): readonly number[] => [
  ...rounds.map((seq) => seq - 1),
  events.length - 1,
];

/** The states after these events. */
export const roundEnds = (run: RunTold): readonly State[] => roundEndEvents(run).map((seq) => run.timeline.at(seq));

/** Every event with the round it belongs to. */
export function eachEvent({ timeline: { events } }: RunTold, visit: (event: SimEvent, round: number) => void): void {
  let round = 0;
  for (const event of events) {
    if (event.type === 'round.started') round = event.round;
    visit(event, round);
  }
}
