/** A document for a report of a fault has nothing that a user wrote, of a file and a run that contain a planted word everywhere. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { machineFacts, runFileSizes } from '../../../src/node/machineFacts.js';
import { folderFiles, nodeTextFiles } from '../../../src/node/ports.js';
import { buildRun, diagnosticsRoom, loadModel, makeMinds, NO_MINDS_AHEAD, runSources } from '../../../src/runs/index.js';
import { openRun } from '../../../src/trace/index.js';

const MAIN = 'file:///zqhome/zqstudy/zqmain.society';
const FILE = `society: 1
title: Zqtitle
imports: [library/feed]
zqkey: 1
models:
  zqmodel: { kind: openai, base_url: "https://zqhost.example/v1", name: zqname, key: "$(env('ZQ_KEY'))" }
  near: { kind: openai, base_url: "http://127.0.0.1:8080/v1", name: zqname }
personas:
  zqada: { name: Zqada, interests: [zqjazz], bio: Zqbio., secrets: { zqaffair: { text: Zqsecret. } }, memories: [{ text: Zqmemory. }] }
  zqben: { name: Zqben, interests: [zqjazz, zqchess] }
scenarios:
  zqscenario: { premise: Zqpremise., world: feed, rounds: 2, seed: 7, budget: { calls: 3 }, measures: { zqmeasure: 1 / 0 } }
`;
const ACCESS = { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} };

describe('a document for a report of a fault', () => {
  it('has counts and codes, and no word of the user', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'society-zqfolder-'));
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, FILE);
    const file = await loadModel(language, MAIN);
    language.set(MAIN, FILE.replace('zqkey: 1\n', ''));
    const loaded = await loadModel(language, MAIN);
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const { model, resolved } = loaded;
    const minds = await makeMinds(resolved.society, model, ACCESS, { resolved });
    assert.ok(minds.ok);
    const kept = { id: 'zqrun', files: folderFiles(dir), created: '2026-01-01T00:00:00Z', sources: runSources(resolved, MAIN) };
    await buildRun({ ...minds, model, ahead: NO_MINDS_AHEAD, beginning: { kind: 'new', ...kept, mind: undefined, set: undefined } }).run();
    writeFileSync(join(dir, 'zqnotes.txt'), 'zq');
    const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as { readonly minds: readonly object[] };
    const minds2 = manifest.minds.map((one) => ({ ...one, kind: 'Zq kind' }));
    const changed = { ...manifest, engine: '1 zqengine', nulls: ['Zq null'], problem: 'zqproblem', minds: minds2 };
    const run = await openRun(folderFiles(dir));
    assert.ok(run);
    const { diagnosticsDocument } = await diagnosticsRoom();
    const bytes = await runFileSizes(dir);
    rmSync(dir, { recursive: true });
    const about = { version: '0.1.0', ...machineFacts() };
    const found = diagnosticsDocument({
      about,
      file: { resolved: file.resolved, problems: file.problems },
      runs: [
        { ...run, bytes },
        { ...run, manifest: { ...run.manifest, ...(changed as object) }, bytes: {} },
      ],
    });
    const text = JSON.stringify(found);
    assert.equal(/zq/i.exec(text), null, text);
    const { counts, models, problems, scenarios } = found['file'] as Record<string, unknown>;
    assert.deepEqual(counts, { personas: 2, worlds: 4, scenarios: 1, models: 2 });
    assert.deepEqual(models, [
      { kind: 'openai', local: false },
      { kind: 'openai', local: true },
    ]);
    assert.deepEqual(scenarios, [{ rounds: 2, seed: 7, budget: ['calls'] }]);
    assert.ok(JSON.stringify(problems).includes('{"own":true,"severity":"error","code":"unknown-key","line":4}'), JSON.stringify(problems));
    const [one, other] = found['runs'] as [Record<string, Record<string, number>>, Record<string, unknown>];
    assert.equal(one['events']?.['round.ended'], 2);
    assert.ok(Object.keys(one['faults'] ?? {}).length > 0 && Number(one['bytes']?.['events.jsonl']) > 1000, JSON.stringify(one));
    assert.deepEqual([other['engine'], other['nulls'], other['minds'], other['failed']], ['other', ['other'], ['other'], true]);
  });
});
