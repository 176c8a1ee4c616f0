/** Runs of all versions so far open, replay and go on in this one, without a mind, to the same bytes. See README.md. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Mind } from '../../src/engine/index.js';
import { LiveRun, openRecorded, panelSnapshot, type RecordedRun, replay } from '../../src/runs/index.js';
import { Timeline } from '../../src/core/events/timeline.js';
import { packedFiles, SOCRUN } from '../../src/node/packedRun.js';
import type { FolderFiles } from '../../src/trace/index.js';

const root = join(process.cwd(), 'test', 'histories');
const folders = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** A folder whose files are in memory: those on disk do not change. */
function memory(dir: string): FolderFiles & { readonly texts: Map<string, string> } {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = new Map(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(dir.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
    }),
  );
  return {
    texts,
    read: async (name) => texts.get(name) ?? null,
    write: async (name, text) => void texts.set(name, text),
    append: async (name, text) => void texts.set(name, (texts.get(name) ?? '') + text),
  };
}

async function opened(files: FolderFiles): Promise<RecordedRun> {
  const found = await openRecorded(files);
  assert.ok(found.ok, found.ok ? '' : found.message);
  return found.run;
}

/** No mind may be asked. */
const mute = ({ id, kind, model }: Pick<Mind, 'id' | 'kind' | 'model'>): Mind => ({
  ...{ id, kind, model, prose: true },
  ask: ({ agent }) => Promise.reject(new Error(`${agent} is asked again.`)),
});

/** Characters of the events that a fork starts with, the step of the change included: it continues after them. */
function beginning(whole: string, manifest: string): number {
  const { fork, changed } = JSON.parse(manifest) as RecordedRun['manifest'];
  if (fork === null) return 0;
  const lines = whole.split('\n');
  let last = fork + (changed ? 1 : 0);
  while (!lines[last]!.includes('"end":true')) last++;
  return lines.slice(0, last + 1).join('\n').length + 1;
}

describe('runs of earlier versions', () => {
  const versions = folders(root);
  it('are kept', () => assert.ok(versions.length > 0));

  for (const version of versions)
    for (const name of folders(join(root, version))) {
      const dir = join(root, version, name);

      it(`open and replay byte for byte: ${version}, ${name}`, async () => {
        const files = memory(dir);
        const before = new Map(files.texts);
        const run = await opened(files);
        const lines = files.texts.get('events.jsonl')!.trimEnd().split('\n');
        assert.deepEqual([run.events.length, run.dropped], [lines.length, 0]);
        const again = replay(run);
        assert.ok(again.ok, again.ok ? '' : again.message);
        assert.equal(again.events, lines.length);
        assert.deepEqual(files.texts, before, 'opening writes nothing');
      });

      it(`can be inspected: ${version}, ${name}`, async () => {
        const { model, events, manifest } = await opened(memory(dir));
        const seen = panelSnapshot({
          id: manifest.id,
          model,
          timeline: Timeline.of(events),
          state: manifest.state,
          problem: manifest.problem,
          cost: null,
        });
        assert.equal(seen.agents.length, events.filter(({ type }) => type === 'agent.joined').length);
        assert.equal(seen.course.messages.length, events.filter(({ type }) => type === 'message.sent').length);
      });

      if (name !== 'builtin')
        it(`continue from any place with the answers that they keep: ${version}, ${name}`, async () => {
          const whole = readFileSync(join(dir, 'events.jsonl'), 'utf8');
          for (const part of [0, 1 / 3, 2 / 3]) {
            const files = memory(dir);
            const begins = beginning(whole, files.texts.get('manifest.json')!);
            files.texts.set('events.jsonl', whole.slice(0, begins + (whole.length - begins) * part));
            const from = await opened(files);
            const { model, sources, manifest } = from;
            const minds = new Map(model.minds.map((one) => [one.id, mute(one)]));
            const live = new LiveRun({ id: manifest.id, model, minds, sources, files, created: manifest.created, from });
            assert.equal(await live.run(), 'ended', live.problem ?? '');
            assert.equal(files.texts.get('events.jsonl'), whole, `from ${part}`);
          }
        });
    }

  for (const version of folders(root))
    for (const name of readdirSync(join(root, version)).filter((file) => file.endsWith(SOCRUN)))
      it(`packed runs open and replay byte for byte: ${version}, ${name}`, async () => {
        const run = await opened(packedFiles(readFileSync(join(root, version, name))));
        const again = replay(run);
        assert.ok(again.ok, again.ok ? '' : again.message);
        assert.equal(again.events, run.events.length);
      });
});
