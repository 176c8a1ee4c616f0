/** The tools `compare` and `what_if`: where two runs diverge and how their results differ; and a change that is played off the record. */
import type { Override, OverrideRequest } from '../../core/events/overrides.js';
import type { SimEvent } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import { folderFiles } from '../../node/ports.js';
import { egress, makeMinds, pastRoom } from '../../runs/index.js';
import type { Comparison } from '../../runs/pastRoom.js';
import { inputOf, list, oneOf, text, whole } from '../base/input.js';
import { idWord, metadata, rounded } from '../base/quotes.js';
import { tool, ToolFault } from '../base/tool.js';
import { openedRun, type OpenedRun } from './recordings.js';
import { runQuestion } from './run.js';
import { lower, NOT_ALLOWED } from './startRun.js';
import { homeOfRun } from './runHome.js';

/** The most rows of each list. */
const MOST = 8;

export const compare = tool<{ readonly a: string; readonly b: string }>({
  name: 'compare',
  title: 'Compare two runs',
  effect: 'reads',
  description:
    'Compares two recorded runs: the first event that differs, the first act that differs, and how ties, variables and measures differ at the end. Words of agents are left out.',
  input: inputOf({ a: text('The id or folder of a run.'), b: text('The id or folder of the other run.') }, ['a', 'b']),
  run: async ({ a, b }, host) => {
    const { compareRuns } = await pastRoom();
    const [one, other] = [await openedRun(host, a), await openedRun(host, b)];
    return comparisonData(compareRuns(one.run, other.run, MOST));
  },
});

/** A comparison without words of agents. */
function comparisonData({ runs, same, shared, event, act, talk, ties, variables, counts, measures, cost }: Comparison): object {
  const differing = measures.filter((one) => !one.same);
  const acts = act && { a: actOf(act.a), b: actOf(act.b) };
  return {
    runs: { a: runOf(runs.a), b: runOf(runs.b) },
    ...{ same, shared_events: shared },
    ...(same
      ? {}
      : {
          first_event: event && { a: eventOf(event.a), b: eventOf(event.b) },
          first_act: acts,
          messages_that_differ: talk.first.filter((row) => !row.same).length + Math.max(0, talk.length - talk.first.length),
          ties: {
            differ: ties.length,
            first: ties.first.slice(0, MOST).map(({ network, from, to, a, b }) => ({
              ...{ network: idWord(network), from: idWord(from), to: idWord(to), a: rounded(a), b: rounded(b) },
            })),
          },
          variables: {
            differ: variables.length,
            first: variables.first.slice(0, MOST).map(({ agent, name, a, b }) => ({
              ...{ agent: agent && idWord(agent), name: idWord(name), a: metadata(a), b: metadata(b) },
            })),
          },
          agents_by_variable: Object.fromEntries(counts.map(({ name, agents }) => [name, agents])),
          measures: Object.fromEntries(differing.slice(0, MOST).map(({ measure, a, b }) => [measure, { a: last(a), b: last(b) }])),
        }),
    cost: { calls: { a: cost.a.calls, b: cost.b.calls } },
  };
}

const last = (values: readonly (number | null)[]): number | null => {
  const value = values.at(-1) ?? null;
  return value === null ? null : rounded(value);
};

const runOf = ({ id, scenario, seed, state, rounds, events }: Comparison['runs']['a']): object => ({
  ...{ run: id.includes('off the record') ? 'off the record' : idWord(id), scenario: idWord(scenario), seed, state, rounds, events },
});

const eventOf = (event: SimEvent | null): object | null =>
  event && { event: event.seq, type: event.type, ...('agent' in event ? { agent: event.agent && idWord(event.agent) } : {}) };

const actOf = (
  act: { readonly seq: number; readonly round: number; readonly agent: string; readonly action: string } | null,
): object | null => act && { event: act.seq, round: act.round, agent: idWord(act.agent), action: idWord(act.action) };

interface WhatIfInput {
  readonly run: string;
  readonly round?: number;
  readonly event?: number;
  readonly changes: readonly Change[];
  readonly rounds?: number;
  readonly calls?: number;
}

interface Change {
  readonly kind: 'variable' | 'tie' | 'memory' | 'forget';
  readonly agent?: string;
  readonly name?: string;
  readonly value?: Json;
  readonly to?: string;
  readonly network?: string;
  readonly text?: string;
  readonly memory?: string;
}

export const whatIf = tool<WhatIfInput>({
  name: 'what_if',
  title: 'Try a change of the past',
  effect: 'costs',
  description:
    'Plays a run again from the end of a round or from an event with changes, and compares it with the run as it was. Nothing is kept. Changes set a variable, the strength of a tie, or a memory. The user is asked first.',
  input: inputOf(
    {
      run: text('The id of the run, or its folder.'),
      round: whole('The end of this round; 0 is before the first.', 0, 1_000_000),
      event: whole('The end of the step of this event, in place of `round`.', 0, 1_000_000_000),
      changes: list(
        inputOf(
          {
            kind: oneOf(['variable', 'tie', 'memory', 'forget'], 'What is changed.'),
            agent: text('The agent; the world where a variable has none; the start of a tie.'),
            name: text('The variable.'),
            value: {
              type: ['string', 'number', 'boolean', 'null'],
              description: 'The value of the variable, or the strength of the tie from 0 to 1.',
            },
            to: text('The end of the tie.'),
            network: text('The network of the tie. Default: the only one.'),
            text: text('The text of a new memory.'),
            memory: text('The memory to forget, such as ada.3.'),
          },
          ['kind'],
        ),
        20,
        'What is different.',
      ),
      rounds: whole('Rounds to play after the change. Default: to the end.', 1, 100_000),
      calls: whole('The most calls of language models. It cannot raise the budget of the file.', 0, 1_000_000),
    },
    ['run', 'changes'],
  ),
  question: async (input, host) => {
    const { id, run } = await openedRun(host, input.run);
    const { lines, sends, basis } = await runQuestion(id, run);
    return { title: `Play a change of the run ${id} off the record?`, lines: lines.slice(0, -1), sends, basis };
  },
  run: async ({ run: name, round, event, changes, rounds, calls }, host, { token, progress, maySend }) => {
    if ((round === undefined) === (event === undefined)) throw new ToolFault('Give either `round` or `event`.');
    const opened = await openedRun(host, name);
    const { run, dir } = opened;
    if (!maySend && egress(run.resolved.society, run.model).length > 0) throw new ToolFault(NOT_ALLOWED);
    const access = host.access(homeOfRun(dir));
    const minds = await makeMinds(run.resolved.society, run.model, access, { resolved: run.resolved });
    if (!minds.ok) throw new ToolFault(minds.message);
    minds.ledger.limit(lower(minds.ledger.limits, { calls, tokens: undefined }));
    const { whatIf: played } = await pastRoom();
    const result = await played(
      run,
      { at: round === undefined ? { seq: event! } : { round }, set: changes.map((change) => requestOf(change, opened)), rounds },
      {
        ...{ access, created: run.manifest.created, parentFiles: folderFiles(dir), token, ledger: minds.ledger },
        tell: (side, done, of) => progress(done, of, `${side} the change: round ${done} of ${of}`),
      },
    );
    if (!result.ok) throw new ToolFault(result.message);
    return comparisonData(result.comparison);
  },
});

/** A change as an override; throws where a part is missing. */
function requestOf({ kind, agent, name, value, to, network, text: words, memory }: Change, { run }: OpenedRun): OverrideRequest {
  const needed = (part: string | undefined, what: string): string => {
    if (part === undefined) throw new ToolFault(`A change of the kind \`${kind}\` needs \`${what}\`.`);
    return part;
  };
  switch (kind) {
    case 'variable':
      if (value === undefined) throw new ToolFault('A change of the kind `variable` needs `value`.');
      return { kind, agent: agent ?? null, name: needed(name, 'name'), value };
    case 'tie':
      if (typeof value !== 'number') throw new ToolFault('A change of the kind `tie` needs a number as `value`.');
      return {
        kind,
        network: network ?? onlyNetwork(run.model.networks),
        from: needed(agent, 'agent'),
        to: needed(to, 'to'),
        value,
      } satisfies Override;
    case 'memory':
      return { kind, agent: needed(agent, 'agent'), text: needed(words, 'text') };
    case 'forget':
      return { kind: 'memory', agent: needed(memory, 'memory').replace(/\.\d+$/, ''), memory: needed(memory, 'memory'), text: null };
  }
}

function onlyNetwork(networks: readonly { readonly name: string }[]): string {
  const [only, ...others] = networks;
  if (only && others.length === 0) return only.name;
  throw new ToolFault(only ? `Name the network: ${networks.map(({ name }) => name).join(', ')}.` : 'This run has no network.');
}
