/**
 * A run as one trace: the run, its rounds, their phases, the turns in them, and each question to a mind. Spans are emitted as they end,
 * so that only open spans of a long run are in memory.
 */
import { indexOf } from '../../../../core/events/roster.js';
import { nameAt } from '../../../../core/events/agents.js';
import type { EventOf, SimEvent } from '../../../../core/events/events.js';
import type { Kept, RunTold } from '../exportedRun.js';
import { answeredAttributes, type AnsweredEvent, type AskedEvent, calledAt, saidAttributes } from './questionSpan.js';
import { effectOf, exceptionOf, fail, note, opened, type Opening, type OpenSpan, placeOf, type SpanParent, timeOf } from './openSpans.js';
import type { Span } from './otlp.js';

interface Turn {
  readonly span: OpenSpan;
  /** The speaker; null for one outside the society. */
  readonly agent: string | null;
  /** Its event, and the events of its questions and answers. */
  readonly events: number[];
}

interface Asked {
  readonly span: OpenSpan;
  readonly event: AskedEvent;
  /** Null for vectors, which are requested for several turns. */
  readonly turn: Turn | null;
}

/** Spans that contain others, the outer ones first. */
const FRAMES = ['run', 'round', 'phase'] as const;
type Frame = (typeof FRAMES)[number];

const isBeginning = (event: SimEvent | undefined): boolean => event?.type === 'phase.started' || event?.type === 'turn.started';

/** Errors of a computation come at the beginning of their step: before the start of their phase or turn, if one begins. */
function asPlaced(events: readonly SimEvent[]): readonly SimEvent[] {
  const first = events.findIndex(({ type }) => type !== 'fault');
  return first > 0 && isBeginning(events[first]) ? [events[first]!, ...events.slice(0, first), ...events.slice(first + 1)] : events;
}

export class Spans {
  readonly #place: SpanParent;
  readonly #answers: ReturnType<Kept['answers']>;
  readonly #frames: { [frame in Frame]: OpenSpan | null } = { run: null, round: null, phase: null };
  /** Open turns, by their events. */
  readonly #turns = new Map<number, Turn>();
  /** Questions without an answer, by their events. */
  readonly #asked = new Map<number, Asked>();
  /** The turn that has started but has no question yet. */
  #begun: Turn | null = null;
  #ended: Span[] = [];

  constructor(
    readonly run: RunTold,
    kept: Kept,
    readonly texts: boolean,
  ) {
    this.#place = placeOf(kept);
    this.#answers = kept.answers();
  }

  get trace(): string {
    return this.#place.trace;
  }

  /** Processes the events of one step, and returns the spans that end in it. */
  step(events: readonly SimEvent[]): readonly Span[] {
    let turn = this.#turnIn(events) ?? this.#begun;
    for (const event of asPlaced(events)) {
      if (event.type === 'turn.started') turn = this.#turnStarted(event);
      else if (!this.#frame(event) && !this.#question(event)) this.#inside(event, turn);
      if (event.type === 'turn.ended') turn = null;
    }
    return this.#given();
  }

  /** Ends the spans that are open after the last event, and marks them as incomplete. */
  end(seq: number): readonly Span[] {
    this.#close('run', seq, true);
    return this.#given();
  }

  #given(): readonly Span[] {
    const given = this.#ended;
    this.#ended = [];
    return given;
  }

  /** The turn of a step: the causes of its events are a question or an answer of the turn. */
  #turnIn(events: readonly SimEvent[]): Turn | null {
    for (const { cause } of events) {
      const turn = cause === null ? undefined : this.#turns.get(cause);
      if (turn) return turn;
    }
    return null;
  }

  /** Starts or ends a run, round or phase; returns false for other events. */
  #frame(event: SimEvent): boolean {
    switch (event.type) {
      case 'run.started':
        return this.#begin('run', event.seq, `run ${event.scenario}`, { 'society.scenario': event.scenario });
      case 'round.started':
        return this.#begin('round', event.seq, `round ${event.round}`, { 'society.round': event.round });
      case 'phase.started':
        return this.#begin('phase', event.seq, `phase ${event.phase}`, { 'society.phase': event.phase });
      case 'phase.ended':
        return this.#close('phase', event.seq);
      case 'round.ended':
        return this.#close('round', event.seq);
      case 'run.ended':
        this.#frames.run!.attributes['society.run.end'] = event.reason;
        return this.#close('run', event.seq);
      default:
        return false;
    }
  }

  #begin(of: Frame, seq: number, name: string, attributes: OpenSpan['attributes']): true {
    this.#frames[of] = this.#opened({ of, seq, parent: this.#innermost, name, attributes });
    return true;
  }

  /** Closes a frame with all spans in it. */
  #close(of: Frame, seq: number, isCut = false): true {
    for (const { span } of this.#asked.values()) this.#finish(span, seq, isCut);
    for (const turn of new Set(this.#turns.values())) this.#finish(turn.span, seq, isCut);
    this.#asked.clear();
    this.#turns.clear();
    this.#begun = null;
    for (const frame of FRAMES.slice(FRAMES.indexOf(of)).reverse()) {
      const span = this.#frames[frame];
      if (span) this.#finish(span, seq, isCut);
      this.#frames[frame] = null;
    }
    return true;
  }

  #turnStarted({ seq, agent, phase }: EventOf<'turn.started'>): Turn {
    const name = `invoke_agent ${this.#nameOf(agent)}`;
    const attributes = { 'gen_ai.operation.name': 'invoke_agent', ...this.#whose(agent), 'society.phase': phase };
    this.#begun = this.#turn(agent, this.#opened({ of: 'turn', seq, parent: this.#innermost, name, attributes }), seq);
    return this.#begun;
  }

  #turn(agent: string | null, span: OpenSpan, seq: number): Turn {
    const turn = { span, agent, events: [] };
    this.#goesBackTo(turn, seq);
    return turn;
  }

  #goesBackTo(turn: Turn, seq: number): void {
    turn.events.push(seq);
    this.#turns.set(seq, turn);
  }

  #whose(agent: string | null): OpenSpan['attributes'] {
    return {
      'gen_ai.agent.id': agent,
      'gen_ai.agent.name': agent === null ? null : this.#nameOf(agent),
      'gen_ai.conversation.id': this.run.id,
    };
  }

  /** Handles a question to a mind or its answer; returns false for other events. */
  #question(event: SimEvent): boolean {
    if (event.type === 'question.asked') return this.#ask(event, event.purpose, this.#turnOf(event));
    if (event.type === 'embedding.asked') return this.#ask(event, 'embedding', null);
    if (event.type === 'answer.received' || event.type === 'embedding.received') return this.#answered(event);
    return false;
  }

  /** The turn of a question; a speaker outside the society has only this question. */
  #turnOf({ seq, agent, purpose }: EventOf<'question.asked'>): Turn {
    const begun = this.#begun;
    if (begun && begun.agent === agent) return begun;
    const attributes = { 'gen_ai.conversation.id': this.run.id, 'society.about': agent };
    return this.#turn(null, this.#opened({ of: 'turn', seq, parent: this.#innermost, name: `turn ${purpose}`, attributes }), seq);
  }

  #ask(event: AskedEvent, purpose: string, turn: Turn | null): true {
    const { seq, mind } = event;
    const { name, isModel, attributes: who } = calledAt(this.run, seq, mind);
    const operation = turn ? 'chat' : 'embeddings';
    const attributes = { 'gen_ai.operation.name': operation, ...who, ...this.#whose(turn?.agent ?? null), 'society.purpose': purpose };
    const parent = turn?.span ?? this.#innermost;
    const span = this.#opened({
      of: 'asked',
      seq,
      parent,
      name: `${operation} ${name}`,
      kind: isModel ? 'client' : 'internal',
      attributes,
    });
    this.#asked.set(seq, { span, event, turn });
    if (turn) {
      this.#goesBackTo(turn, seq);
      turn.span.attributes['gen_ai.provider.name'] ??= who['gen_ai.provider.name'];
    }
    if (turn === this.#begun) this.#begun = null;
    return true;
  }

  #answered(event: AnsweredEvent): true {
    const asked = this.#asked.get(event.cause ?? -1);
    if (!asked) return true;
    const { span, turn } = asked;
    const { mind, hash } = asked.event;
    const line = this.#answers(mind, asked.event.type === 'question.asked' ? (asked.event.agent ?? '') : '', hash);
    Object.assign(span.attributes, answeredAttributes(this.run, asked.event, event, line));
    if (this.texts) Object.assign(span.attributes, saidAttributes(this.run, asked.event, event, line));
    const wrong = span.attributes['error.type'];
    if (typeof wrong === 'string') for (const failed of turn ? [span, turn.span] : [span]) fail(failed, wrong);
    if (turn) this.#goesBackTo(turn, event.seq);
    this.#asked.delete(asked.event.seq);
    this.#finish(span, event.seq);
    return true;
  }

  /** Adds an event to its turn, or to the innermost open span. */
  #inside(event: SimEvent, turn: Turn | null): void {
    if (event.type === 'act.chosen') this.#says(turn, 'society.action', event.action);
    if (event.type === 'act.rejected') this.#says(turn, 'society.rejected', event.reason);
    if (event.type === 'turn.ended' && turn) this.#turnEnded(turn, event);
    if (event.type === 'fault') this.#fault(event, turn);
    const effect = effectOf(event, (words) => (this.texts ? this.#public(words) : null));
    const span = turn?.span ?? this.#innermost;
    if (effect && span) note(span, timeOf(this.#place, event.seq), effect);
  }

  #nameOf(agent: string): string {
    const { head } = this.run.timeline;
    return nameAt(head, indexOf(head.roster, agent)) ?? agent;
  }

  #says(turn: Turn | null, key: string, value: string): void {
    if (turn) turn.span.attributes[key] = value;
  }

  #turnEnded(turn: Turn, { seq, reason }: EventOf<'turn.ended'>): void {
    this.#says(turn, 'society.turn.end', reason);
    for (const event of turn.events) this.#turns.delete(event);
    if (this.#begun === turn) this.#begun = null;
    this.#finish(turn.span, seq);
  }

  /** Adds a fault. The message of a mind's fault can contain words of its answer, which are written only with texts. */
  #fault({ seq, cause, code, text }: EventOf<'fault'>, turn: Turn | null): void {
    const asked = this.#asked.get(cause ?? -1);
    const span = asked?.span ?? turn?.span ?? this.#innermost;
    if (!span) return;
    note(span, timeOf(this.#place, seq), exceptionOf(code, asked && !this.texts ? null : this.#public(text)));
    fail(span, code);
  }

  #public(words: string): string {
    return this.run.held?.texts([words])[0] ?? words;
  }

  get #innermost(): OpenSpan | null {
    const { run, round, phase } = this.#frames;
    return phase ?? round ?? run;
  }

  #opened(opening: Opening): OpenSpan {
    return opened(this.#place, opening);
  }

  #finish(span: OpenSpan, seq: number, isCut = false): void {
    if (isCut) span.attributes['society.cut_off'] = true;
    this.#ended.push({ ...span, end: timeOf(this.#place, seq) });
  }
}
