/** Thousands of random requests, each legal where it is sent: one answer each, stops after their answers, no session that hangs. */
import assert from 'node:assert/strict';
import type { DebugProtocol as P } from '@vscode/debugprotocol';
import { describe, it } from 'mocha';
import { Client, FILE, gated, recorded } from '../../support/debugging.js';

/** Numbers that look random, the same for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const MOVES = [
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'continue',
  'reverseContinue',
  'society/seek',
  'society/back',
  'society/runTo',
  'goto',
  'restartFrame',
];
const EVENTS = ['message.sent', 'ada.turn.started', 'tie.changed', 'round.ended', 'measure.taken'];
const FILTERS = ['fault', 'budget', 'determinism', 'expectation'];
const CONDITIONS = [undefined, 'round > 1', 'event.seq % 3 == 0', 'me.name == "ADA"', 'nobody'];
const EXPRESSIONS = [
  'round',
  'ada.name',
  'all.length',
  'nobody',
  '1 +',
  'me',
  'event',
  'fork',
  'what if tie(ada, ben) = 0',
  'keep',
  'help',
];

/** One session: legal requests in the order of the dice, with what was given out kept to be asked for. */
class Walk {
  readonly client: Client;
  frames: number[] = [];
  handles: number[] = [];
  sent = 0;
  ended = false;

  constructor(
    client: Client,
    readonly roll: (sides: number) => number,
  ) {
    this.client = client;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.roll(list.length)]!;
  }

  async ask(command: string, args: object = {}): Promise<P.Response> {
    this.sent++;
    return this.client.ask(command, args);
  }

  async good(command: string, args: object): Promise<never> {
    const answer = await this.ask(command, args);
    assert.ok(answer.success, `${command} ${JSON.stringify(args)}: ${answer.message} ${JSON.stringify(answer.body)}`);
    return answer.body as never;
  }

  async step(): Promise<void> {
    const what = this.roll(10);
    if (what < 3) return this.move();
    if (what < 4) return this.set();
    return this.look();
  }

  async move(): Promise<void> {
    const command = this.pick(MOVES);
    const { events } = (await this.good('society/timeline', {})) as { events: number };
    if (command === 'restartFrame' && this.frames.length === 0) return;
    const targetId = command === 'stepIn' ? await this.entry() : 1 + this.roll(events);
    const args = {
      threadId: 1 + this.roll(4),
      seq: this.roll(events),
      by: this.pick(['stage', 'turn', 'round']),
      ...(targetId === undefined ? {} : { targetId }),
      frameId: this.pick(this.frames),
    };
    const { length } = this.client.messages;
    const over = Promise.race([this.client.event('stopped'), this.client.event('terminated')]);
    await this.good(command, args);
    const { event } = await over;
    const since = this.client.messages.slice(length);
    const answered = since.findIndex((message) => 'command' in message && message.command === command);
    const stopped = since.findIndex((message) => 'event' in message && message.event === event);
    assert.ok(answered >= 0 && answered < stopped, `${command} was answered after its ${event}`);
    this.ended = event === 'terminated';
    this.frames = [];
    this.handles = [];
  }

  /** One of what can be entered, or nothing in particular. */
  async entry(): Promise<number | undefined> {
    if (this.frames.length === 0 || this.roll(2) === 0) return undefined;
    const { targets } = (await this.good('stepInTargets', { frameId: this.pick(this.frames) })) as P.StepInTargetsResponse['body'];
    return targets.length === 0 ? undefined : this.pick(targets).id;
  }

  async set(): Promise<void> {
    const condition = this.pick(CONDITIONS);
    const asked = condition === undefined ? {} : { condition };
    const kind = this.roll(5);
    if (kind === 0)
      await this.good('setExceptionBreakpoints', { filters: [], filterOptions: [{ filterId: this.pick(FILTERS), ...asked }] });
    else if (kind < 3) await this.good('setFunctionBreakpoints', { breakpoints: [{ name: this.pick(EVENTS), ...asked }] });
    else
      await this.good('setBreakpoints', {
        source: { path: FILE },
        breakpoints: this.roll(3) === 0 ? [] : [{ line: 3 + this.roll(3), mode: this.pick(['always', 'live']), ...asked }],
      });
  }

  async look(): Promise<void> {
    const { stackFrames } = (await this.good('stackTrace', { threadId: 1 + this.roll(3) })) as P.StackTraceResponse['body'];
    this.frames.push(...stackFrames.map(({ id }) => id));
    if (this.frames.length > 0) {
      const { scopes } = (await this.good('scopes', { frameId: this.pick(this.frames) })) as P.ScopesResponse['body'];
      this.handles.push(...scopes.map(({ variablesReference }) => variablesReference));
    }
    if (this.handles.length > 0) {
      const variablesReference = this.pick(this.handles);
      const { variables } = (await this.good('variables', { variablesReference })) as P.VariablesResponse['body'];
      this.handles.push(...variables.map((one) => one.variablesReference).filter((one) => one > 0));
    }
    await this.ask('evaluate', {
      expression: this.pick(EXPRESSIONS),
      context: this.pick(['watch', 'hover', 'repl', 'clipboard', 'variables']),
    });
    await this.ask('completions', { text: this.pick(EXPRESSIONS), column: 1 + this.roll(5) });
    await this.good(this.pick(['threads', 'loadedSources', 'society/inspect']), {});
  }
}

async function walk(client: Client, seed: number, requests: number): Promise<Walk> {
  const one = new Walk(client, dice(seed));
  while (one.sent < requests && !one.ended) await one.step();
  return one;
}

describe('random requests', () => {
  it('get one answer each, no stop before it, and no invalid handle, in 5,000 requests', async function () {
    this.timeout(120_000);
    let sent = 0;
    const run = await recorded();
    for (let seed = 1; sent < 5_000; seed++) {
      const isLive = seed % 2 === 0;
      const client = new Client(isLive ? gated : { attach: async () => run });
      await client.enter(isLive ? { program: FILE, stopOnEntry: true } : { run: '/r' }, isLive ? 'launch' : 'attach');
      const done = await walk(client, seed, 400);
      sent += done.sent;
      if (!done.ended) {
        const over = client.event('terminated');
        await client.ask('disconnect');
        await over;
      }
      assert.equal(client.unanswered, 0, `seed ${seed}`);
      const ends = client.messages.filter((m) => 'event' in m && (m.event === 'terminated' || m.event === 'exited'));
      assert.equal(ends.length, 2, `seed ${seed} ended ${ends.length / 2} times`);
    }
  });

  it('end with the session: a session that ended sends nothing more, whatever its run does', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const client = await new Client().enter();
      const done = await walk(client, 1_000 + seed, 15);
      if (done.ended) continue;
      const over = client.event('terminated');
      // In the midst of a move.
      void client.ask('continue', { threadId: 1 });
      await client.ask('disconnect');
      await over;
      const { length } = client.messages;
      for (let i = 0; i < 20; i++) await new Promise((later) => setImmediate(later));
      assert.equal(client.messages.length, length, `seed ${seed}`);
    }
  });
});

describe('time in both directions', () => {
  const shown = async (client: Client): Promise<string> => {
    const { stackFrames } = (await client.body('stackTrace', { threadId: 1 })) as P.StackTraceResponse['body'];
    const { scopes } = (await client.body('scopes', { frameId: stackFrames[0]!.id })) as P.ScopesResponse['body'];
    const lists = await Promise.all(
      scopes.map(async ({ name, variablesReference }) => {
        const { variables } = (await client.body('variables', { variablesReference })) as P.VariablesResponse['body'];
        return [name, variables.map((one) => [one.name, one.value])];
      }),
    );
    return JSON.stringify([stackFrames.map(({ name, line }) => [name, line]), lists]);
  };

  it('n steps in and n steps back give the same stack, scopes and variables, over a whole run', async function () {
    this.timeout(30_000);
    const client = await new Client().enter();
    const seen: string[] = [];
    for (;;) {
      seen.push(await shown(client));
      const { isOver, isLive } = (await client.body('society/timeline')) as { isOver: boolean; isLive: boolean };
      if (isOver && isLive) break;
      if ((await client.stop('stepIn')) === null) break;
    }
    assert.ok(seen.length > 40, `${seen.length} stages`);
    for (let i = seen.length - 2; i >= 0; i--) {
      await client.stop('stepBack');
      assert.equal(await shown(client), seen[i], `stage ${i}`);
    }
    await client.ask('disconnect');
  });

  for (const [name, breakpoint] of Object.entries({
    plain: { name: 'ada.turn.started' },
    conditional: { name: 'message.sent', condition: 'round % 2 == 0' },
    counted: { name: 'message.sent', hitCondition: '% 3' },
  }))
    it(`reverse-continue finds the stops of continue, mirrored (${name})`, async () => {
      const run = await recorded();
      const client = await new Client({ attach: async () => run }).enter({ run: '/r' }, 'attach');
      await client.body('setFunctionBreakpoints', { breakpoints: [breakpoint] });
      const all = async (command: string): Promise<readonly string[]> => {
        const stops: string[] = [];
        for (;;) {
          const stop = await client.stop(command);
          if (stop?.reason !== 'function breakpoint') return stops;
          stops.push(stop.text ?? '');
        }
      };
      const forward = await all('continue');
      assert.ok(forward.length > 1);
      assert.deepEqual(await all('reverseContinue'), [...forward].reverse());
      await client.ask('disconnect');
    });
});
