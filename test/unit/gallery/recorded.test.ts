/** The recorded runs of real models: complete, small, honestly labelled, and replayed exactly from what they contain. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { recordingLabel, recordings, root } from '../../../scripts/testing.mjs';
import { panelSnapshot, recordedHandle, replay } from '../../../src/runs/index.js';
import { type OpenedRecording, readRecordedRuns, recordedSection } from '../../support/recordedRuns.js';

const folder = join(root, 'examples', 'recorded');
const planned = recordings(folder);
const packed = readdirSync(folder).filter((name) => name.endsWith('.socrun'));
/** Recordings of a scenario of a file. */
const recorded = planned.filter(({ scenario }) => packed.includes(`${scenario}.socrun`));

describe('recorded runs of real models', () => {
  let opened: readonly OpenedRecording[] = [];
  before(async () => {
    opened = await readRecordedRuns(root);
  });

  it('are planned by two societies for both models, and each is of such a scenario', () => {
    assert.deepEqual(planned.map(({ file, model }) => `${file} ${model}`).sort(), [
      ...['neighbours.society gemma3', 'neighbours.society smollm2'],
      ...['street_party.society gemma3', 'street_party.society smollm2'],
    ]);
    assert.ok(recorded.length >= 4);
    assert.deepEqual(opened.map(({ id }) => id).sort(), recorded.map(({ scenario }) => scenario).sort());
  });

  for (const { file, scenario, model } of recorded)
    describe(scenario, () => {
      const recording = (): OpenedRecording => {
        const found = opened.find(({ id }) => id === scenario);
        assert.ok(found);
        return found;
      };

      it('is replayed to the same events without a model', () => {
        const { run } = recording();
        const again = replay(run);
        assert.ok(again.ok, again.ok ? '' : again.message);
        assert.equal(again.events, run.events.length);
        assert.equal(run.manifest.state, 'ended');
      });

      it('was answered by this model only, and says so', () => {
        const { manifest, answers, events } = recording().run;
        assert.deepEqual(
          manifest.minds.map((mind) => [mind.kind, mind.model]),
          [['openai', model]],
        );
        const asked = events.filter(({ type }) => type === 'question.asked').length;
        assert.ok(asked > 0);
        assert.equal(answers.length, asked);
        const [server = ''] = /Server: .+(?=\. Recorded on)/.exec(manifest.label ?? '') ?? [];
        assert.match(server, /^Server: llama\.cpp/);
        assert.equal(manifest.label, recordingLabel(model, server.slice('Server: '.length), new Date(manifest.created)));
        assert.match(manifest.label, /a very small model/);
        assert.match(manifest.notice ?? '', /very small/);
      });

      it('opens in the panel with its label', () => {
        const { run } = recording();
        const seen = panelSnapshot({ ...recordedHandle(run, run.manifest.state), cost: null });
        assert.equal(seen.run.label, run.manifest.label);
        assert.equal(seen.agents.length, run.model.agents.length);
        assert.ok(seen.course.messages.length > 0);
      });

      it('has the text of its file, and its own prompts', () => {
        const { manifest, sources } = recording().run;
        const named = (uri: string): string | undefined => sources[manifest.sources.findIndex((one) => one.uri === uri)]?.text;
        assert.equal(named(file), readFileSync(join(folder, file), 'utf8'));
        assert.match(named('library/prompts.society') ?? '', /^prompts:/m);
      });

      it('is at most 100 kB, and names no place of the machine that recorded it', () => {
        const { size, run } = recording();
        assert.ok(size <= 100_000, `${size} bytes`);
        assert.doesNotMatch(JSON.stringify([run.manifest, run.events, run.answers, run.calls]), /\/(home|root|Users|tmp|work)\//);
      });
    });

  it('are on the page of the gallery, with their labels', () => {
    const page = readFileSync(join(root, 'docs', 'gallery.md'), 'utf8');
    assert.ok(page.includes(recordedSection(opened)), 'docs/gallery.md is stale: run node scripts/gallery.mjs --page');
  });
});
