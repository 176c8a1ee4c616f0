/** Recorded runs under the debugger: what was asked and what was said, as their folders have it, also where a fork has another file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol as P } from '@vscode/debugprotocol';
import { describe, it } from 'mocha';
import type { EventOf } from '../../../src/core/events/events.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import { type DebuggedRun, Places } from '../../../src/debug/index.js';
import { questionOf } from '../../../src/runs/views/questionOf.js';
import { modulesOf } from '../../../src/debug/session/capabilities.js';
import { answerLineOf } from '../../../src/runs/views/questionOf.js';
import { promptJson } from '../../../src/engine/index.js';
import { folderFiles, sha256 } from '../../../src/node/ports.js';
import { openRecorded, type RecordedRun, timelineOf } from '../../../src/runs/index.js';
import { Client } from '../../support/debugging.js';

const dirOf = (name: string): string => join(process.cwd(), 'test', 'histories', '0.1.0', name);

async function opened(name: string): Promise<{ readonly run: RecordedRun; readonly timeline: Timeline }> {
  const found = await openRecorded(folderFiles(dirOf(name)));
  assert.ok(found.ok, found.ok ? '' : found.message);
  return { run: found.run, timeline: timelineOf(found.run) };
}

const questions = ({ events }: Timeline): readonly EventOf<'question.asked'>[] => events.filter((event) => event.type === 'question.asked');

describe('recorded runs under the debugger', () => {
  for (const name of ['model', 'resumed', 'forked', 'edited'])
    it(`show every question as it was asked: ${name}`, async () => {
      const { run, timeline } = await opened(name);
      const kept = new Set(
        [...readFileSync(join(dirOf(name), 'prompts.jsonl'), 'utf8').matchAll(/^\{"hash":"(\w+)"/gm)].map(([, hash]) => hash),
      );
      const put = questions(timeline).filter(({ hash }) => kept.has(hash));
      assert.ok(put.length > 5);
      for (const asked of put) {
        const shown = questionOf(run.model, timeline, asked);
        assert.equal(shown && sha256(promptJson(shown.question)), asked.hash, `event ${asked.seq}`);
      }
    });

  it('belong to two different files in the edited one, so that the test above can fail', async () => {
    const { run, timeline } = await opened('edited');
    assert.ok(run.model.before);
    const { before: _before, ...now } = run.model;
    const wrong = questions(timeline).filter((asked) => {
      const shown = questionOf(now, timeline, asked);
      return shown === null || sha256(promptJson(shown.question)) !== asked.hash;
    });
    assert.ok(wrong.length > 0);
  });

  it('show the exact answers of models, each with its question', async () => {
    const { run, timeline } = await opened('model');
    const found = questions(timeline).flatMap((asked) => answerLineOf({ ...run, timeline }, asked) ?? []);
    assert.equal(new Set(found).size, found.length, 'no answer twice');
    assert.deepEqual(new Set(found), new Set(run.answers));
  });

  it('count the answers of each mind', async () => {
    const { run, timeline } = await opened('model');
    const far = modulesOf({ ...run, timeline }).find(({ id }) => id === 'far')!;
    assert.equal(far.answers, run.answers.length);
    assert.equal(far.input, run.manifest.spent?.input);
    assert.equal(far.output, run.manifest.spent?.output);
    assert.equal(far.cost, '', 'no price is known');
  });

  it('show the cost of each mind', async () => {
    const { run, timeline } = await opened('model');
    const about = { mind: 'far', agent: '', node: '', round: 1, currency: 'EUR' };
    const spent = { calls: 1, input: 1, output: 1, money: 0.5, unsure: 0 };
    const booked = [
      { ...about, purpose: 'act', spent },
      { ...about, purpose: 'what if', spent: { ...spent, money: 0.75 } },
      { ...about, mind: 'near', purpose: 'act', spent },
    ] as const;
    assert.equal(modulesOf({ ...run, timeline }, booked).find(({ id }) => id === 'far')!.cost, '1.25 EUR');
  });

  it('show the prompt in the scope and as a document, and explain why where there is none', async () => {
    const { run, timeline } = await opened('model');
    const live = { id: 'r', model: run.model, problem: null, timeline };
    const none = { minds: null, override: null, kept: null, whatIf: null, keep: null, stop: () => {} };
    const places = new Places(new Map(), (uri) => uri);
    const attach = (answers: DebuggedRun['answers']): Promise<Client> =>
      new Client({
        attach: async () => ({ ...none, handle: live, places, done: Promise.resolve('ended'), ...(answers ? { answers } : {}) }),
      }).enter({ run: '/r' }, 'attach');
    const shown = async (client: Client, seq: number): Promise<{ readonly value: string; readonly text: string | null }> => {
      await client.stop('society/seek', { seq });
      const { scopes } = (await client.body('society/inspect', {})) as P.ScopesResponse['body'];
      const { variablesReference } = scopes.find((scope) => scope.name === 'Answer')!;
      const { variables } = (await client.body('variables', { variablesReference })) as P.VariablesResponse['body'];
      const { sources } = (await client.body('loadedSources')) as P.LoadedSourcesResponse['body'];
      const source = sources.find(({ name }) => name?.startsWith('answer to'));
      const document =
        source && ((await client.body('source', { source, sourceReference: source.sourceReference })) as P.SourceResponse['body']);
      return { value: variables.find((one) => one.name === 'as it came')!.value, text: document?.content ?? null };
    };
    const answers = timeline.events.filter((event) => event.type === 'answer.received');
    const line = run.answers.find(({ text, occurrence }) => text !== undefined && occurrence === 0)!;
    const [said, computed] = [
      answers.find(({ hash }) => hash === line.hash)!,
      answers.find(({ hash }) => !run.answers.some((one) => one.hash === hash)),
    ];
    const client = await attach(run.answers);
    assert.deepEqual(await shown(client, said.seq), { value: line.text, text: `${line.text}\n` });
    if (computed) assert.match((await shown(client, computed.seq)).value, /^no words/);
    assert.match((await shown(await attach(undefined), said.seq)).value, /^not kept/);
  });
});
