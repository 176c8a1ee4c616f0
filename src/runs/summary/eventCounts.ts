/** Counts over the events of a run, in one pass: turns, acts, codes, surveys, interventions, answers, faults. */
import type { EventOf, SimEvent } from '../../core/events/events.js';
import { reachedCount } from '../../core/events/rowViews.js';
import type { Json } from '../../core/util/json.js';
import type { NodeId } from '../../core/util/ids.js';

/** Turns of one phase in which a present agent could act. */
export interface PhaseCount {
  turns: number;
  /** Those in which no action was available. */
  idle: number;
  /** The `question.asked` events of the other turns. */
  readonly asked: EventOf<'question.asked'>[];
}

/** Something that happened several times, with its first event. */
interface Repeated {
  count: number;
  readonly at: NodeId | null;
  readonly text: string;
}

export interface Counts {
  /** By phase. */
  readonly phases: ReadonlyMap<string, PhaseCount>;
  readonly chosen: ReadonlyMap<string, number>;
  /** By code: how often each value was assigned, as JSON. */
  readonly codes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly surveys: ReadonlyMap<string, { asked: number; answered: number }>;
  readonly interventions: ReadonlyMap<string, { applied: number; reached: number; changed: number; joined: number }>;
  readonly expectations: ReadonlyMap<string, boolean>;
  readonly faults: ReadonlyMap<string, Repeated>;
  /** Answers that could not be used, that were repaired, and that another mind gave: by mind and reason. */
  readonly unusable: ReadonlyMap<string, number>;
  readonly repaired: ReadonlyMap<string, number>;
  readonly standIns: ReadonlyMap<string, number>;
  /** Acts that were not possible, by action and reason. */
  readonly rejected: ReadonlyMap<string, number>;
  readonly embeddings: ReadonlyMap<string, number>;
  readonly answers: number;
  /** Questions, and those that were shared with another agent of an archetype. */
  readonly questions: number;
  readonly shared: number;
  readonly isOver: boolean;
}

/** Joins the parts of a key; no id contains it. */
export const BY = '\n';

type Writable = { -readonly [K in keyof Counts]: Counts[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : Counts[K] };

const add = (map: Map<string, number>, ...by: readonly string[]): void => {
  const key = by.join(BY);
  map.set(key, (map.get(key) ?? 0) + 1);
};

function entry<T>(map: Map<string, T>, key: string, made: () => T): T {
  const found = map.get(key) ?? made();
  map.set(key, found);
  return found;
}

/** `surveyOf` gives the survey of a phase that asks one. */
export function countsOf(events: readonly SimEvent[], surveyOf: (phase: string) => string | undefined): Counts {
  const counts: Writable = {
    ...{ phases: new Map(), chosen: new Map(), codes: new Map(), surveys: new Map(), interventions: new Map(), expectations: new Map() },
    ...{ faults: new Map(), unusable: new Map(), repaired: new Map(), standIns: new Map(), rejected: new Map(), embeddings: new Map() },
    ...{ answers: 0, questions: 0, shared: 0, isOver: false },
  };
  const codes = counts.codes as Map<string, Map<string, number>>;
  const applied = (id: string): { applied: number; reached: number; changed: number; joined: number } =>
    entry(counts.interventions, id, () => ({ applied: 0, reached: 0, changed: 0, joined: 0 }));
  const phaseOf = (id: string): PhaseCount => entry(counts.phases, id, () => ({ turns: 0, idle: 0, asked: [] }));
  /** Phase of each agent's turn, and the event that began the turn. */
  const turns = new Map<string, { readonly seq: number; readonly phase: string }>();
  /** Minds of the open questions, by the `seq` of their event. */
  const open = new Map<number, string>();
  let phase = '';
  for (const event of events) {
    switch (event.type) {
      case 'phase.started': {
        phase = event.phase;
        const survey = surveyOf(phase);
        if (survey !== undefined) entry(counts.surveys, survey, () => ({ asked: 0, answered: 0 })).asked += event.order.length;
        break;
      }
      case 'turn.started':
        turns.set(event.agent, { seq: event.seq, phase: event.phase });
        break;
      case 'question.asked':
        open.set(event.seq, event.mind);
        counts.questions++;
        if (event.sharedWith !== undefined) counts.shared++;
        if (event.purpose === 'act') phaseOf(phase).asked.push(event);
        break;
      case 'turn.ended': {
        const turn = event.agent === null ? undefined : turns.get(event.agent);
        // An agent that is absent, muted or busy was not asked.
        if (!turn || event.cause === turn.seq) break;
        const count = phaseOf(turn.phase);
        count.turns++;
        if (event.reason === 'no_action_available') count.idle++;
        break;
      }
      case 'act.chosen':
        add(counts.chosen, event.action);
        break;
      case 'act.rejected':
        if (event.reason !== 'fault') add(counts.rejected, event.action, event.reason);
        break;
      case 'answer.received':
        counts.answers++;
        received(counts, event, open.get(event.cause ?? -1) ?? '');
        open.delete(event.cause ?? -1);
        break;
      case 'embedding.received':
        if (event.reason !== null) add(counts.embeddings, event.reason);
        break;
      case 'code.assigned':
        if (!event.check)
          valued(
            entry(codes, event.code, () => new Map<string, number>()),
            event.value,
          );
        break;
      case 'survey.answered':
        entry(counts.surveys, event.survey, () => ({ asked: 0, answered: 0 })).answered++;
        break;
      case 'intervention.applied': {
        const one = applied(event.intervention);
        one.applied++;
        one.reached += reachedCount(event);
        break;
      }
      case 'agent.entered':
      case 'agent.left': {
        const by = event.cause === null ? undefined : events[event.cause];
        if (by?.type === 'intervention.applied') applied(by.intervention).joined++;
        break;
      }
      case 'message.intercepted':
        applied(event.intervention).changed++;
        break;
      case 'expectation.checked':
        counts.expectations.set(event.expectation, event.held);
        break;
      case 'fault':
        entry(counts.faults, [event.code, event.at ?? ''].join(BY), () => ({ count: 0, at: event.at, text: event.text })).count +=
          event.times ?? 1;
        break;
      case 'run.ended':
        counts.isOver = true;
        break;
      default:
    }
  }
  return counts;
}

const valued = (values: Map<string, number>, value: Json): void => add(values, JSON.stringify(value));

function received(counts: Writable, { status, reason, by, because }: EventOf<'answer.received'>, mind: string): void {
  if (status === 'fallback') add(counts.unusable as Map<string, number>, mind, reason ?? '');
  if (status === 'repaired') add(counts.repaired as Map<string, number>, mind, reason ?? '');
  if (by !== undefined && because !== undefined) add(counts.standIns as Map<string, number>, mind, by, because);
}
