/** The past changed from the debugger: where it is set, what becomes a fork, where that stops, and what is refused. */
import assert from 'node:assert/strict';
import type { DebugProtocol as P } from '@vscode/debugprotocol';
import { describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import { rng } from '../../../src/core/random/rng.js';
import type { ChildConfig, Timeline as Where } from '../../../src/debug/index.js';
import { Client, FILE, runOf } from '../../support/debugging.js';
import { MAIN, StudyHost, study } from '../../support/forks.js';

interface Opened {
  readonly request: string;
  readonly configuration: ChildConfig;
}

const host = (): Promise<{ readonly studio: StudyHost; readonly client: Client }> => entered(new StudyHost());

async function entered(studio: StudyHost): Promise<{ readonly studio: StudyHost; readonly client: Client }> {
  return { studio, client: await new Client(portsOf(studio)).enter({ program: MAIN, stopOnEntry: true }) };
}

const portsOf = (studio: StudyHost) => ({
  launch: (config: unknown, gate: never) => studio.launch(config, gate),
  attach: (config: never, gate: never) => studio.attach(config, gate),
});

/** The request to the client after a fork: a session for the fork. */
async function child(client: Client, command: string, args: object): Promise<ChildConfig> {
  const asked = client.event('startDebugging');
  await client.body(command, args);
  const { request, configuration } = (await asked).body as Opened;
  assert.equal(request, 'attach');
  assert.equal(configuration.type, 'society');
  return configuration;
}

/** The session of a fork, stopped where it begins. */
const opened = (studio: StudyHost, config: ChildConfig): Promise<Client> => new Client(portsOf(studio)).enter(config, 'attach');

const where = async (client: Client): Promise<Where> => client.body('society/timeline');

async function shown(client: Client, ...path: readonly string[]): Promise<{ readonly in: number; readonly item: P.Variable }> {
  const [scope, ...names] = path;
  const { scopes } = (await client.body('society/inspect', { agent: 'ada' })) as P.ScopesResponse['body'];
  let reference = scopes.find(({ name }) => name === scope)!.variablesReference;
  let found: P.Variable | undefined;
  let within = reference;
  for (const name of names) {
    const { variables } = (await client.body('variables', { variablesReference: reference })) as P.VariablesResponse['body'];
    found = variables.find((one) => one.name === name);
    assert.ok(found, `${name} in ${variables.map((one) => one.name).join(', ')}`);
    within = reference;
    reference = found.variablesReference;
  }
  return { in: within, item: found! };
}

const set = (of: { readonly in: number; readonly item: P.Variable }, value: string): P.SetVariableArguments => ({
  ...{ variablesReference: of.in, name: of.item.name, value },
});

const body = ({ seq: _seq, step: _step, cause: _cause, ...rest }: SimEvent): object => rest;

const refusal = async (client: Client, command: string, args: object): Promise<string> => {
  const { success, body: refused } = await client.ask(command, args);
  assert.equal(success, false, `${command} is refused`);
  return JSON.stringify(refused);
};

const repl = (expression: string): object => ({ expression, context: 'repl' });

describe('changes to the past in the debugger', () => {
  it('make a fork when a memory is set in the past, stopped where it was set, and leave the run unchanged', async () => {
    const { studio, client } = await host();
    await client.stop('stepOut');
    await client.stop('society/back', { by: 'turn' });
    const before = await where(client);
    const text = await shown(client, 'Memory', 'ada.1', 'text');
    const config = await child(client, 'setVariable', set(text, '"The oven is new."'));
    assert.equal(config.name, `Fork of parent after event ${config.fork.seq}`);
    assert.equal(config.program, MAIN);
    assert.deepEqual(await where(client), before, 'nothing has happened here');
    assert.equal((await shown(client, 'Memory', 'ada.1', 'text')).item.value, '"The oven is old."');
    const fork = await opened(studio, config);
    const stop = fork.messages.filter((m) => 'event' in m && m.event === 'stopped').at(-1) as P.StoppedEvent;
    assert.equal(stop.body.text, 'override: Ada remembers The oven is new.');
    assert.match(stop.body.description ?? '', /^Live/);
    const { stackFrames } = (await fork.body('stackTrace', { threadId: 1 })) as P.StackTraceResponse['body'];
    assert.deepEqual(
      stackFrames.slice(0, 2).map(({ name, source }) => [name, source?.path]),
      [
        ['override: Ada remembers The oven is new.', MAIN],
        [`forked after event ${config.fork.seq}`, MAIN],
      ],
    );
    assert.equal((await shown(fork, 'Memory', 'ada.1', 'text')).item.value, '"The oven is new."');
    await fork.stop('continue');
    const [parent, made] = [await studio.recorded('parent'), await studio.recorded('child 1')];
    assert.deepEqual(made.events.slice(0, config.fork.seq + 1), parent.events.slice(0, config.fork.seq + 1));
    assert.equal(made.manifest.state, 'ended');
    assert.equal(made.manifest.parent, 'parent');
    await client.ask('disconnect');
  });

  it('remove a memory, and set its importance', async () => {
    const { studio, client } = await host();
    await client.stop('stepOut');
    await client.stop('society/back', { by: 'turn' });
    const forgotten = await opened(studio, await child(client, 'evaluate', repl('fork ada.1 = null')));
    assert.match((await shown(forgotten, 'Memory', 'ada.1')).item.value, /forgotten/);
    const weighty = await opened(studio, await child(client, 'evaluate', repl('fork ada.1.importance = 9')));
    assert.equal((await shown(weighty, 'Memory', 'ada.1', 'importance')).item.value, '9');
    assert.equal((await shown(weighty, 'Memory', 'ada.1', 'text')).item.value, '"The oven is old."');
    assert.match(await refusal(client, 'evaluate', repl('fork ada.1.importance = 11')), /from 1 to 10/);
  });

  it('set a memory, and an answer to a later question, at the end of the run', async () => {
    const { client } = await host();
    await client.stop('next');
    const text = await shown(client, 'Memory', 'ada.1', 'text');
    const stopped = client.event('stopped');
    assert.deepEqual(await client.body('setVariable', set(text, 'The oven is new.')), { value: '"The oven is new."' });
    assert.match((await stopped).body.description, /^Live/);
    assert.equal((await shown(client, 'Memory', 'ada.1', 'text')).item.value, '"The oven is new."');
    const value = '{ action: "post", text: "I am leaving." }';
    await client.stop('setExpression', { expression: 'answer(ada)', value });
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'ada.answer.received' }] });
    assert.equal((await client.stop('continue'))?.text, 'Ada answers with an override');
    await client.body('setExceptionBreakpoints', { filters: ['stand-in'] });
    await client.body('setFunctionBreakpoints', { breakpoints: [] });
    assert.match((await client.stop('continue'))?.text ?? '', /the run ends/, 'an override of an answer is no stand-in');
  });

  it('replace a given answer: the fork begins before it', async () => {
    const { studio, client } = await host();
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'ada.answer.received' }] });
    await client.stop('continue');
    const at = (await where(client)).seq;
    const given = await shown(client, 'Answer', 'value');
    const config = await child(client, 'setVariable', set(given, '{ action: "post", text: "I am leaving." }'));
    assert.ok(config.fork.seq < at);
    const fork = await opened(studio, config);
    await fork.body('setFunctionBreakpoints', { breakpoints: [{ name: 'ada.answer.received' }] });
    assert.equal((await fork.stop('continue'))?.text, 'Ada answers with an override');
    await fork.body('setFunctionBreakpoints', { breakpoints: [] });
    await fork.stop('continue');
    const { events } = await studio.recorded('child 1');
    assert.ok(events.some((event) => event.type === 'message.sent' && event.text === 'I am leaving.'));
  });

  it('accept the fields of a launch configuration, and explain invalid values', async () => {
    const { studio, client: parent } = await host();
    await parent.stop('stepOut');
    const { seq } = await where(parent);
    const fork = { seq, set: [{ kind: 'tie', network: 'friendship', from: 'ada', to: 'ben', value: 0.9 }] };
    const client = await opened(studio, { type: 'society', request: 'attach', name: 'Mine', run: 'parent', fork } as ChildConfig);
    assert.equal(((await client.body('evaluate', { expression: 'tie(ada, ben)' })) as { result: string }).result, '0.9');
    const refused = async (wrong: object): Promise<string> => {
      const other = new Client(portsOf(studio));
      await other.ask('initialize', { adapterID: 'society' });
      const ended = other.event('terminated');
      const attached = other.ask('attach', { run: 'parent', fork: wrong });
      await other.ask('configurationDone');
      const { success, body } = await attached;
      assert.equal(success, false);
      await ended;
      return (body as P.ErrorResponse['body']).error?.variables?.['_reason'] ?? '';
    };
    assert.match(await refused({ set: [] }), /`fork\.seq` is the number/);
    const [tie] = fork.set;
    for (const set of [{}, [null], [{ ...tie, value: '0.9' }], [{ kind: 'mood', agent: 'ada' }], [tie, { kind: 'answer', agent: 'ada' }]])
      assert.match(await refused({ seq, set }), /^`fork\.set` cannot take /, JSON.stringify(set));
    assert.match(await refused({ seq, set: [{ ...tie, to: 'nobody' }] }), /no agent `nobody`/);
  });

  it('set an expression in the past, and explain why one cannot be set', async () => {
    const { studio, client } = await host();
    for (let round = 1; round <= 2; round++) await client.stop('stepOut');
    await client.stop('society/back', { by: 'round' });
    const config = await child(client, 'setExpression', { expression: 'tie(ada, ben)', value: '0.5 + 0.25' });
    assert.deepEqual(config.fork.set, [{ kind: 'tie', network: 'friendship', from: 'ada', to: 'ben', value: 0.75 }]);
    assert.equal(
      ((await (await opened(studio, config)).body('evaluate', { expression: 'tie(ada, ben)' })) as { result: string }).result,
      '0.75',
    );
    const no = async (expression: string, value: string): Promise<string> => refusal(client, 'setExpression', { expression, value });
    assert.match(await no('tie(ada, ben)', '7'), /from 0 to 1/);
    assert.match(await no('tie(ada, zoe)', '0'), /Unknown agent `zoe`/);
    assert.match(await no('ada.nothing', '1'), /`ada` has no variable `nothing`/);
    assert.match(await no('1 + 1', '3'), /cannot be set. Name a variable/);
    assert.match(await no('ada.99', '"x"'), /no memory `ada.99`/);
    assert.match(await no('answer(ada)', '3'), /An answer is a record/);
    assert.match(await no('tie(ada, ben)', 'nobody.x'), /not known/);
  });

  it('are refused where no moment can follow, and for a run that is not stored', async () => {
    const { client } = await host();
    const end = await client.stop('continue');
    assert.equal(end?.text, 'the run ends');
    assert.match(await refusal(client, 'evaluate', repl('fork tie(ada, ben) = 0.1')), /ends at that event/);
    assert.match(await refusal(client, 'society/fork', { seq: 100_000 }), /has no event 100000/);
    assert.match(await refusal(client, 'society/fork', { run: '/another' }), /another run/);
    const { handle, done, places } = runOf();
    await done;
    const run = { handle, done, places, minds: null, override: null, kept: null, whatIf: null, keep: null, stop: () => {} };
    const readOnly = await new Client({ attach: async () => run }).enter({ run: '/r' }, 'attach');
    await readOnly.stop('stepOut');
    assert.match(await refusal(readOnly, 'society/fork', {}), /read-only/);
    assert.match(await refusal(readOnly, 'setExpression', { expression: 'tie(ada, ben)', value: '0.1' }), /read-only/);
    assert.match(await refusal(readOnly, 'evaluate', repl('what if tie(ada, ben) = 0.1')), /This run cannot be played/);
    assert.match(await refusal(readOnly, 'evaluate', repl('ask ada why')), /No agent answers here/);
    const { scopes } = (await readOnly.body('society/inspect', {})) as P.ScopesResponse['body'];
    const world = scopes.find(({ name }) => name === 'World')!.variablesReference;
    const { variables } = (await readOnly.body('variables', { variablesReference: world })) as P.VariablesResponse['body'];
    assert.ok(variables.every(({ presentationHint }) => presentationHint?.attributes?.includes('readOnly')));
  });

  it('make the same run, byte for byte, from a fork with nothing changed, at every event', async () => {
    const { studio, client } = await host();
    await client.stop('continue');
    const { events } = await where(client);
    const random = rng(7, 'fork');
    for (let n = 1; n <= 4; n++) {
      const seq = Math.floor(random() * (events - 1));
      const fork = await opened(studio, await child(client, 'society/fork', { seq }));
      await fork.stop('continue');
      await fork.ask('disconnect');
      await studio.recorded(`child ${n}`);
      assert.equal(studio.folders.get(`child ${n}`)!.files.get('events.jsonl'), studio.folders.get('parent')!.files.get('events.jsonl'));
    }
  });

  it('stop where the fork was made and do not continue by themselves', async () => {
    const { studio, client } = await host();
    await client.stop('stepOut');
    const fork = await opened(studio, await child(client, 'evaluate', repl('fork')));
    const at = await where(fork);
    assert.equal(at.events, (await where(client)).events);
    for (let i = 0; i < 20; i++) await new Promise((later) => setImmediate(later));
    assert.deepEqual(await where(fork), at);
    await fork.ask('disconnect');
  });

  it('continue with the current file', async () => {
    const { studio, client } = await host();
    await client.stop('stepOut');
    studio.write(study('opera'));
    const fork = await opened(studio, await child(client, 'society/fork', { file: true }));
    await fork.stop('continue');
    const made = await studio.recorded('child 1');
    assert.equal(made.sources[0]!.text, study('opera'));
    assert.equal(made.earlier[0]!.sources[0]!.text, study());
  });

  it('give the focus to the fork, and take it back where none could be opened', async () => {
    const { client } = await host();
    await client.stop('stepOut');
    const stood = client.messages.length;
    for (const success of [true, false]) {
      const asked = client.event('startDebugging');
      await client.body('society/fork');
      const { seq } = await asked;
      const stopped = client.event('stopped');
      client.session.handleMessage({ seq: 0, type: 'response', request_seq: seq, success, command: 'startDebugging' } as P.Response);
      const { preserveFocusHint, text } = (await stopped).body as P.StoppedEvent['body'];
      assert.deepEqual([preserveFocusHint, text], [success, 'round 1 ends']);
    }
    const told = client.messages.slice(stood).map((m) => ('event' in m ? m.event : m.type));
    assert.deepEqual(told, ['response', 'continued', 'request', 'stopped', 'response', 'continued', 'request', 'stopped']);
  });

  it('ask the host for the session where the client cannot be asked', async () => {
    const studio = new StudyHost();
    const asked: ChildConfig[] = [];
    const client = new Client({ ...portsOf(studio), openChild: (config) => void asked.push(config) });
    await client.enter({ program: MAIN, stopOnEntry: true });
    await client.ask('initialize', { adapterID: 'society' });
    await client.body('society/fork', {});
    assert.deepEqual(
      asked.map(({ run }) => run),
      ['parent'],
    );
  });
});

describe('a try-out of a change', () => {
  const printed = (client: Client): string =>
    client.messages.flatMap((m) => ('event' in m && m.event === 'output' ? [(m as P.OutputEvent).body.output] : [])).join('');

  it('is compared with the run without it, whether that has ended or not, and is kept only on request', async () => {
    const { studio, client } = await host();
    await client.stop('stepOut');
    const before = await where(client);
    const { result } = (await client.body('evaluate', repl('what if tie(ada, ben) = 0.05'))) as { result: string };
    assert.match(result, /^set: tie ada > ben of friendship = 0\.05/);
    assert.match(result, /Off the record/);
    assert.match(printed(client), /Ties at the end[\s\S]*Measures by round/);
    assert.deepEqual(await where(client), before);
    assert.deepEqual([...studio.folders.keys()], ['parent']);
    assert.deepEqual(await client.body('evaluate', repl('keep')), { result: 'Kept as kept.', variablesReference: 0 });
    const { manifest, events } = await studio.recorded('kept');
    assert.equal(manifest.id, 'kept');
    assert.equal(manifest.state, 'ended');
    const fork = await opened(studio, await child(client, 'evaluate', repl('fork tie(ada, ben) = 0.05')));
    await fork.stop('continue');
    const same = await studio.recorded([...studio.folders.keys()].at(-1)!);
    assert.deepEqual(events.map(body), same.events.map(body), 'what was played is what a fork comes to');
    assert.match(await refusal(client, 'evaluate', repl('keep')), /nothing to keep/);
  });

  it('plays the given number of rounds and no more, and shows its progress', async () => {
    const { client } = await host();
    await client.stop('stepOut');
    await client.body('evaluate', repl('what if tie(ada, ben) = 0.05 for 1 round'));
    const [a, b] = printed(client)
      .split('\n')
      .filter((line) => /^ {2}[ab]: parent/.test(line));
    assert.match(a!, /after round 2;/);
    assert.match(b!, /after round 2;/);
    const kinds = client.messages.flatMap((m) => ('event' in m && m.event.startsWith('progress') ? [m.event] : []));
    assert.deepEqual([kinds[0], kinds.at(-1)], ['progressStart', 'progressEnd']);
    assert.ok(kinds.includes('progressUpdate'));
  });

  it('can be cancelled, and then keeps nothing', async () => {
    const { studio, client } = await host();
    await client.stop('stepOut');
    const started = client.event('progressStart');
    const [answer] = await Promise.all([
      client.ask('evaluate', repl('what if tie(ada, ben) = 0.05')),
      started.then(({ body: { progressId } }) => client.body('cancel', { progressId })),
    ]);
    assert.equal(answer.success, false);
    assert.match(JSON.stringify(answer.body), /Nothing is kept/);
    assert.match(await refusal(client, 'evaluate', repl('keep')), /nothing to keep/);
    assert.deepEqual([...studio.folders.keys()], ['parent']);
  });

  it('explains how a command is written, completes its words, and refuses an incomplete command', async () => {
    const { client } = await host();
    assert.match(((await client.body('evaluate', repl('help'))) as { result: string }).result, /what if ada\.trust = 0\.2/);
    const { targets } = (await client.body('completions', { text: 'wh', column: 3 })) as P.CompletionsResponse['body'];
    assert.ok(targets.some(({ label }) => label === 'what if'));
    assert.match(await refusal(client, 'evaluate', repl('what if')), /Name a change|not known/);
    assert.match(await refusal(client, 'evaluate', repl('fork tie(ada, ben)')), /Name a change/);
    assert.match(await refusal(client, 'evaluate', repl('what if tie(ada, ben) = 0.5 for 0 rounds')), /at least one round/);
    const same = ((await client.body('evaluate', { expression: 'tie(ada, ben)' })) as { result: string }).result;
    assert.match(await refusal(client, 'evaluate', repl(`what if tie(ada, ben) = ${same}`)), /nothing would be different/);
  });
});

describe('an interview that costs money', () => {
  it('is asked only with the consent of the user', async () => {
    const { Refused } = await import('../../../src/debug/index.js');
    let agrees = false;
    const client = await new Client({
      launch: async (_config, gate) => {
        const run = runOf(gate.pace);
        return { ...run, minds: (...of) => (agrees ? run.minds!(...of) : Promise.reject(new Refused('not-paid', 'Nobody was asked.'))) };
      },
    }).enter({ program: FILE, stopOnEntry: true });
    assert.match(await refusal(client, 'evaluate', repl('ask ada why')), /Nobody was asked/);
    agrees = true;
    assert.deepEqual(await client.body('evaluate', repl('ask ada why')), { result: 'Because.', variablesReference: 0 });
  });
});
