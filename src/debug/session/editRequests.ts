/** Requests that change the run, or make another one: overrides, forks, and changes that are played off the record. */
import { t } from '../../core/util/l10n.js';
import { CancellationSource, type CancellationToken } from '../../core/util/lifecycle.js';
import type { AgentId } from '../../core/util/ids.js';
import type { WhatIf } from '../../runs/index.js';
import { type Command, said } from '../inspect/consoleExpressions.js';
import { childOf, type ChildConfig } from '../run/forkSession.js';
import type { Answered } from '../inspect/evaluateAt.js';
import type { Inspector } from '../inspect/inspector.js';
import { itemOf } from '../inspect/valueTree.js';
import { after, type Later } from '../run/later.js';
import { refuseOther } from './stepRequests.js';
import { forkWithOverride, applyOverride } from '../inspect/override.js';
import type { Progress } from '../run/progress.js';
import { type Answer, type Changing, UNDER_WAY } from '../run/requests.js';
import { Refused } from '../run/errors.js';
import { type OverrideTarget, overrideTargetNamed } from '../inspect/overrideTarget.js';
import { agentsOf } from '../breakpoints/eventTests.js';

interface HandPorts {
  readonly looking: Inspector;
  readonly progress: Progress;
  /** Cancelled when the session is over. */
  readonly token: CancellationToken;
  /** Opens a session that shows the fork. */
  readonly open: (child: ChildConfig) => void;
  /** Writes to the console. */
  readonly print: (text: string) => void;
}

type Change = Extract<Command, { kind: 'fork' | 'what if' | 'keep' }>;
type Played = Extract<WhatIf, { ok: true }>;

export const CHANGING: { readonly [C in keyof Changing]: (hand: RunEditor, args: Changing[C][0]) => Later<Answer> } = {
  setVariable: (hand, args) => hand.setVariable(args),
  setExpression: (hand, args) => hand.setExpression(args),
  'society/fork': (hand, args) => hand.fork(args),
};

/** Changes of the user in a run. */
export class RunEditor {
  /** The last change that was played off the record, until it is kept. */
  #played: Played | null = null;

  constructor(readonly ports: HandPorts) {}

  /** Sets what a variable shows. */
  setVariable({ variablesReference, name, value }: Changing['setVariable'][0]): Later<Answer> {
    const item = this.#standing.item(variablesReference, name);
    if (!item?.override)
      throw new Refused('cannot-override', t('`{0}` cannot be set: choose a variable, a tie, a memory or an answer.', name), false);
    return this.#set(item.override, value, item.value);
  }

  setExpression({ expression, value, frameId }: Changing['setExpression'][0]): Later<Answer> {
    const looking = this.#standing;
    if (frameId !== undefined && looking.frame(frameId).event.seq !== looking.debuggee.seq)
      throw new Refused('not-at-edge', t('Set the value in the top frame, or go to that moment first.'), false);
    const what = this.#named(expression);
    return after(this.#valueOf(expression), (was) => this.#set(what, value, was));
  }

  fork({ seq, set = [], file = false, run: wanted }: Changing['society/fork'][0]): Answer {
    const { debuggee } = this.#standing;
    const { run, seq: here } = debuggee;
    refuseOther(debuggee, wanted);
    const child = childOf(run, { at: seq ?? here, set, file });
    return { body: { name: child.name, seq: child.fork.seq }, behind: () => this.ports.open(child) };
  }

  /** A command of the console. */
  async command(command: Change): Promise<Answer> {
    const { debuggee } = this.#standing;
    if (command.kind === 'keep') return said(await this.#keep());
    if (command.kind === 'what if') return said(await this.#whatIf(command));
    const { what, value } = command;
    const child = what === null ? childOf(debuggee.run, { at: debuggee.seq }) : await this.#forkWith(what, value);
    return { ...said(t('{0} opens below this session.', child.name)), behind: () => this.ports.open(child) };
  }

  get #standing(): Inspector {
    if (!this.ports.looking.debuggee.isStanding) throw UNDER_WAY;
    return this.ports.looking;
  }

  /** The new value is in the fork: this run and its shown values stay as they were. */
  #set(what: OverrideTarget, source: string, was: string): Later<Answer> {
    const { debuggee } = this.ports.looking;
    return after(this.#answerTo(source), (answered): Answer => {
      const done = applyOverride(debuggee, what, { source, answered });
      if ('value' in done) return { body: done, behind: () => debuggee.catchUp() };
      return { body: { value: was }, behind: () => this.ports.open(done) };
    });
  }

  async #forkWith(name: string, source: string): Promise<ChildConfig> {
    const what = this.#named(name);
    return forkWithOverride(this.ports.looking.debuggee, what, { source, answered: await this.#answerTo(source) });
  }

  /** The value of an expression at the cursor. */
  #answerTo(source: string): Later<Answered> {
    return this.ports.looking.answerTo(source, undefined);
  }

  #named(name: string): OverrideTarget {
    const { run, state, timeline, seq } = this.ports.looking.debuggee;
    const event = timeline.events[seq];
    const me: AgentId | null = (event && agentsOf(event)[0]) ?? null;
    return overrideTargetNamed(name, { state, me, networks: run.handle.model.networks.map((one) => one.name) });
  }

  /** The current value, where an expression can name it. */
  #valueOf(expression: string): Later<string> {
    return after(this.#answerTo(expression), (answered) => (answered.ok ? itemOf('', answered.value).value : ''));
  }

  async #whatIf({ what, value, rounds }: Extract<Change, { kind: 'what if' }>): Promise<string> {
    const { looking, progress, token, print } = this.ports;
    const { run } = looking.debuggee;
    if (!run.whatIf) throw new Refused('not-playable', t('This run cannot be played: it has no folder in this window.'));
    const { fork } = await this.#forkWith(what, value);
    const source = new CancellationSource();
    const over = token.onCancellationRequested(() => source.cancel());
    const task = progress.begin(t('What if {0} = {1}', what, value), () => source.cancel());
    const tell = (side: 'with' | 'without', round: number, of: number): void =>
      task.tell(side === 'with' ? t('with the change: round {0} of {1}', round, of) : t('without the change: round {0} of {1}', round, of));
    const request = { at: { seq: fork.seq }, set: fork.set ?? [], rounds };
    const played = await run.whatIf(request, { token: source.token, tell }).finally(() => {
      task.end();
      over.dispose();
    });
    if (!played.ok) throw new Refused('not-played', played.message);
    this.#played = played;
    print(played.text);
    return [...played.first, t('Off the record: `keep` keeps it as a run.')].join('\n');
  }

  async #keep(): Promise<string> {
    const { run } = this.ports.looking.debuggee;
    if (!this.#played || !run.keep)
      throw new Refused('nothing-to-keep', t('There is nothing to keep. Play a change first: `what if ada.trust = 0.2`.'));
    const id = await run.keep(this.#played);
    this.#played = null;
    return t('Kept as {0}.', id);
  }
}
