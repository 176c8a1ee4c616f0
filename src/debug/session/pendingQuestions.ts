/**
 * Open questions while a run is under way, as progress. Cancelling it pauses the run, whose answers are kept when
 * they arrive. A question with a fast answer is not shown, so that the display does not flicker.
 */
import type { Disposable } from '../../core/util/lifecycle.js';
import { t } from '../../core/util/l10n.js';
import type { EventOf, SimEvent } from '../../core/events/events.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { Timing } from '../../minds/index.js';
import type { Gate } from '../run/stepGate.js';
import type { Task } from '../run/progress.js';
import { titleOf } from '../run/eventLabels.js';

/** Milliseconds that a question is open before it is shown. */
const SOON = 500;

interface Asked {
  readonly event: EventOf<'question.asked' | 'embedding.asked'>;
  readonly since: number;
}

interface WaitingPorts {
  readonly timeline: Timeline;
  readonly gate: Gate;
  readonly timing: Pick<Timing, 'now' | 'after'>;
  readonly nameOf: (agent: string | null) => string;
  /** Shows a task that is under way, with a function that cancels it. */
  readonly begin: () => Task;
}

export class Waiting implements Disposable {
  /** The open questions, oldest first, by their event. */
  readonly #out = new Map<number, Asked>();
  readonly #parts: readonly Disposable[];
  #task: Task | null = null;
  #timer: Disposable | null = null;

  constructor(readonly ports: WaitingPorts) {
    const { timeline, gate } = ports;
    this.#parts = [timeline.onCommit((events) => this.#committed(events)), gate.onChange(() => this.#update())];
    for (const { seq } of openQuestions(timeline)) this.#ask(timeline.events[seq]!);
    this.#update();
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
    this.#end();
  }

  #committed(events: readonly SimEvent[]): void {
    const before = this.#out.size;
    for (const event of events) {
      this.#ask(event);
      if ((event.type === 'answer.received' || event.type === 'embedding.received') && event.cause !== null) this.#out.delete(event.cause);
    }
    if (this.#out.size > 0 || before > 0) this.#update();
  }

  #ask(event: SimEvent): void {
    if (event.type === 'question.asked' || event.type === 'embedding.asked')
      this.#out.set(event.seq, { event, since: this.ports.timing.now() });
  }

  #update(): void {
    const [oldest] = this.#out.values();
    if (!oldest || this.ports.gate.isHeld) return this.#end();
    if (this.#task) return this.#task.tell(this.#words(oldest));
    this.#timer?.dispose();
    const { now, after } = this.ports.timing;
    this.#timer = after(oldest.since + SOON - now(), () => {
      this.#task = this.ports.begin();
      this.#task.tell(this.#words(oldest));
    });
  }

  #words({ event }: Asked): string {
    const more = this.#out.size - 1;
    const words = `${titleOf(event, this.ports.nameOf)} (${event.mind})`;
    return more > 0 ? t('{0}, and {1} more', words, more) : words;
  }

  #end(): void {
    this.#timer?.dispose();
    this.#timer = null;
    this.#task?.end();
    this.#task = null;
  }
}

/** Questions that were open when the client joined. Where the state is not folded yet, the run is recorded: its questions are not open. */
function openQuestions(timeline: Timeline): readonly { readonly seq: number }[] {
  if (!timeline.isFolded) return [];
  const { agenda, embeddings } = timeline.head;
  const { questions, answers } = agenda;
  return [...questions.backing.slice(answers.length, questions.length), ...embeddings.open];
}
