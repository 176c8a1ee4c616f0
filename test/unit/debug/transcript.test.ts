/** One session from its first message to its last, as a client sees it. */
import assert from 'node:assert/strict';
import type { DebugProtocol as P } from '@vscode/debugprotocol';
import { describe, it } from 'mocha';
import { Client, FILE } from '../../support/debugging.js';

/** A message in a line; what is said and what is told by number is left to other tests. */
function line(message: P.Response | P.Event): string {
  if ('command' in message) return `${message.success ? 'answer' : 'refusal'} ${message.command}`;
  if (message.event === 'stopped') {
    const { reason, description, text } = message.body as P.StoppedEvent['body'];
    return `stopped: ${reason} | ${description} | ${text}`;
  }
  if (message.event === 'output') return `output ${(message.body as P.OutputEvent['body']).output.trim()}`;
  if (message.event === 'exited') return `exited ${(message.body as P.ExitedEvent['body']).exitCode}`;
  return message.event;
}

describe('a session from start to end', () => {
  it('has this transcript', async () => {
    const client = new Client();
    await client.ask('initialize', { adapterID: 'society' });
    const started = client.body('launch', { program: FILE });
    await client.body('setBreakpoints', { source: { path: FILE }, breakpoints: [{ line: 4 }] });
    const stopped = client.event('stopped');
    await client.body('configurationDone');
    await started;
    await stopped;
    await client.stop('stepIn');
    await client.stop('stepBack');
    await client.body('setBreakpoints', { source: { path: FILE }, breakpoints: [] });
    await client.stop('stepOut');
    await client.stop('reverseContinue');
    await client.stop('continue');
    await client.stop('continue');
    const told = client.messages.map(line).filter((one) => !/^output (ADA|BEN|ended)/.test(one));
    assert.deepEqual(told, EXPECTED);
  });
});

const EXPECTED: readonly string[] = [
  'answer initialize',
  'initialized',
  'answer setBreakpoints',
  'answer configurationDone',
  'answer launch',
  'breakpoint',
  'output — 1 —',
  'stopped: breakpoint | Live, round 1 | BEN: turn starts',
  'answer stepIn',
  'stopped: step | Live, round 1 | BEN: inbox (0 messages)',
  'answer stepBack',
  'stopped: step | Past moment, round 1 | ADA is asked to act',
  'answer setBreakpoints',
  'answer stepOut',
  'stopped: step | Live, round 1 | round 1 ends',
  'answer reverseContinue',
  'stopped: entry | Past moment, round 0 | the run begins, seed 3',
  'answer continue',
  'output — 2 —',
  'output — 3 —',
  'output — 4 —',
  'stopped: step | At the end of the run | the run ends',
  'answer continue',
  'exited 0',
  'terminated',
];
