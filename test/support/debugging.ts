/** A debug session without a wire between it and the client: every message in the order in which it was sent. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Draft } from '../../src/core/events/events.js';
import type { Mind } from '../../src/engine/index.js';
import { type DebugHost, type DebuggedRun, Places, Refused, SocietySession } from '../../src/debug/index.js';
import type { Timing } from '../../src/minds/index.js';
import { buildRun, NO_MINDS_AHEAD } from '../../src/runs/index.js';
import { NOWHERE } from '../../src/trace/index.js';
import { compiled, lively, society } from './societies.js';

/** Lively, and gives a reason in interviews. */
const answering: Mind = {
  ...lively,
  ask: (question, token) => (question.purpose === 'interview' ? { value: { text: 'Because.' } } : lively.ask(question, token)),
};

/** The file of the people of `runOf`, one a line from the third line on. */
export const FILE = '/somewhere/a.society';
export const PEOPLE = ['ada', 'ben'] as const;

/** The file has one more persona after them, who takes no part. */
const NODES = new Map(
  [...PEOPLE, 'zoe'].map((id, i) => [
    `personas.${id}`,
    { source: 'a', range: { start: { line: i + 2, character: 0 }, end: { line: i + 2, character: 9 } } },
  ]),
);

export interface TestRun extends DebuggedRun {
  readonly stopped: () => boolean;
}

/** A run of two people; `pace` keeps it waiting where given. */
export function runOf(pace?: () => Promise<void> | undefined, mind: Mind = answering): TestRun {
  const model = compiled(society(PEOPLE));
  const minds = new Map(model.minds.map(({ id }) => [id, mind]));
  const live = buildRun({
    ...{ model, minds, ledger: null, book: null, concurrency: 16, ahead: NO_MINDS_AHEAD, pace },
    beginning: { kind: 'new', id: 'r1', files: NOWHERE, created: '', sources: [], mind: undefined, set: undefined },
  });
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    live.stop();
  };
  const override: DebuggedRun['override'] = (wanted) => live.override(wanted);
  const away = { kept: null, whatIf: null, keep: null };
  const places = new Places(NODES, () => FILE);
  return { ...away, handle: live, minds: async () => minds, override, done: live.run(), stop, stopped: () => stopped, places };
}

const none = (): Promise<never> => Promise.reject(new Refused('start-failed', 'Nobody does this here.'));

/** A host that launches such runs and opens none. */
export const hostOf = (host: Partial<DebugHost>): DebugHost => ({ launch: none, attach: none, ...host });

export const gated: Partial<DebugHost> = { launch: async (_config, gate) => runOf(gate.pace) };

/** The same run from the start, as read from a folder. `more` memories follow its end where a test needs a long run. */
export async function recorded(memories = 0): Promise<TestRun> {
  const run = runOf();
  await run.done;
  const { timeline } = run.handle;
  const written = timeline.events.find(({ type }) => type === 'memory.written')!;
  const { seq: _seq, step: _step, end: _end, cause: _cause, at, ...body } = written;
  for (let i = 0; i < memories; i++) timeline.commit([{ cause: null, at, body: { ...body, id: `made-${i}` } } as Draft]);
  return { ...run, minds: null, override: null };
}

type Message = DebugProtocol.Response | DebugProtocol.Event;

export class Client {
  readonly session: SocietySession;
  readonly messages: Message[] = [];
  #seq = 0;
  readonly #waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  #wanted: { readonly event: string; readonly done: (event: DebugProtocol.Event) => void }[] = [];

  constructor(host: Partial<DebugHost> = gated, timing?: Pick<Timing, 'now' | 'after'>) {
    this.session = new SocietySession(hostOf(host), timing);
    this.session.onDidSendMessage((message) => {
      // As the protocol sends it.
      const sent = JSON.parse(JSON.stringify(message)) as Message;
      this.messages.push(sent);
      if (sent.type === 'request') this.#asked(sent as unknown as DebugProtocol.Request);
      else if (sent.type === 'response') this.#answered(sent as DebugProtocol.Response);
      else this.#happened(sent as DebugProtocol.Event);
    });
  }

  /** The response, successful or not. */
  ask(command: string, args: object = {}): Promise<DebugProtocol.Response> {
    const seq = ++this.#seq;
    return new Promise((done) => {
      this.#waiting.set(seq, done);
      this.session.handleMessage({ seq, type: 'request', command, arguments: args } as DebugProtocol.Request);
    });
  }

  /** The body of a successful response. */
  async body(command: string, args: object = {}): Promise<never> {
    const { success, message, body } = await this.ask(command, args);
    if (!success) throw new Error(`${command}: ${message}`);
    return body as never;
  }

  event(event: string): Promise<DebugProtocol.Event> {
    return new Promise((done) => this.#wanted.push({ event, done }));
  }

  /** Position of the cursor after a move; null where the move ended the session. */
  async stop(command: string, args: object = { threadId: 1 }): Promise<DebugProtocol.StoppedEvent['body'] | null> {
    const [event] = await Promise.all([Promise.race([this.event('stopped'), this.event('terminated')]), this.body(command, args)]);
    return event.event === 'stopped' ? (event.body as DebugProtocol.StoppedEvent['body']) : null;
  }

  /** Up to the first stop of a run that stops at its entry. */
  async enter(config: object = { program: FILE, stopOnEntry: true }, request: 'launch' | 'attach' = 'launch'): Promise<this> {
    await this.ask('initialize', { adapterID: 'society', supportsProgressReporting: true, supportsStartDebuggingRequest: true });
    const stopped = this.event('stopped');
    const started = this.body(request, config);
    await this.ask('configurationDone');
    await started;
    await stopped;
    return this;
  }

  /** Requests that have no answer yet. */
  get unanswered(): number {
    return this.#waiting.size;
  }

  #answered(response: DebugProtocol.Response): void {
    const done = this.#waiting.get(response.request_seq);
    if (!done) throw new Error(`a second answer to ${response.command}`);
    this.#waiting.delete(response.request_seq);
    done(response);
  }

  /** A test waits for a request of the session to its client like for an event. */
  #asked({ seq, command, arguments: body }: DebugProtocol.Request): void {
    this.#happened({ seq, type: 'event', event: command, body: body as object });
  }

  #happened(event: DebugProtocol.Event): void {
    const found = this.#wanted.filter((one) => one.event === event.event);
    this.#wanted = this.#wanted.filter((one) => one.event !== event.event);
    for (const { done } of found) done(event);
  }
}
