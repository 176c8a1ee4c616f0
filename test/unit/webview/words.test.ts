import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TurnReason } from '../../../src/core/events/events.js';
import { fakeRun } from '../../support/webviewDemo/fakeRun.js';
import { applyDelta, createModel } from '../../../webview/state/model.js';
import { isBlank, labelText, snippet } from '../../../webview/state/names.js';
import { silenceSentences } from '../../../webview/conversation/rows.js';
import { decimal, figure, group, names, onAxis } from '../../../webview/ui/format.js';
import { reasonWords } from '../../../webview/ui/strings.js';

const REASONS: Readonly<Record<TurnReason, true>> = {
  acted: true,
  chose_nothing: true,
  rejected: true,
  refused: true,
  empty: true,
  unparsable: true,
  rate_limited: true,
  timed_out: true,
  fault: true,
  no_action_available: true,
  answered: true,
  muted: true,
  busy: true,
};

describe('the texts of the panel', () => {
  it('have a sentence for each reason of silence', () => {
    const sentences = Object.keys(REASONS).map(reasonWords);
    assert.equal(new Set(sentences).size, sentences.length);
    assert.ok(sentences.every((sentence) => !sentence.includes('_') && !sentence.includes('(')));
  });

  it('show an unknown reason rather than hide it', () => {
    assert.equal(reasonWords('lost_in_thought'), 'left no message (lost in thought)');
    assert.equal(reasonWords('constructor'), 'left no message (constructor)');
  });

  it('name each silent agent once for each reason', () => {
    const { start } = fakeRun({ agents: 6, rounds: 1, hostile: false, seed: 1 });
    const model = createModel(start);
    const turn = (seq: number, agent: number, reason: string) => ({ seq, agent, reason });
    const silences = [turn(1, 0, 'chose_nothing'), turn(2, 1, 'refused'), turn(3, 2, 'chose_nothing')];
    applyDelta(model, { run: start.run.id, seq: 3, edge: 3, status: 'running', problem: null, course: { rounds: [0], silences } });
    const row = model.rows[1];
    assert.ok(row?.kind === 'silence');
    const [a, b, c] = model.agents.map((agent) => agent.name);
    assert.deepEqual(silenceSentences(model, row), [`${a} and ${c} chose to say nothing`, `${b} declined to answer`]);
  });

  it('join names as people do', () => {
    assert.equal(names([]), '');
    assert.equal(names(['Ada']), 'Ada');
    assert.equal(names(['Ada', 'Ben', 'Cy']), 'Ada, Ben and Cy');
    assert.equal(names(['Ada', 'Ben', 'Cy', 'Di', 'Ed']), 'Ada, Ben, Cy and 2 others');
  });

  it('write readable numbers', () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(group), ['0', '999', '1,000', '1,234,567']);
    assert.deepEqual([0.4567, 1, 0, 0.0844, 0.00123, null, undefined, Number.NaN].map(decimal), [
      '0.46',
      '1.00',
      '0.00',
      '0.084',
      '0.0012',
      '–',
      '–',
      '–',
    ]);
  });

  it('write the values on an axis with equal decimals', () => {
    const axis = (...ticks: readonly number[]): readonly string[] => ticks.map(onAxis(ticks));
    assert.deepEqual(axis(0, 0.05, 0.1), ['0.00', '0.05', '0.10']);
    assert.deepEqual(axis(0, 0.5, 1), ['0.0', '0.5', '1.0']);
    assert.deepEqual(axis(0, 5_000, 10_000), ['0', '5,000', '10,000']);
    assert.deepEqual(axis(0, 0.00005, 0.000125), ['0', '5e-5', '1.3e-4']);
  });

  it('write a count without decimals, and a share with them', () => {
    assert.deepEqual(
      [0, 1, 12_345, null].map((value, _, series) => figure(value, series)),
      ['0', '1', '12,345', '–'],
    );
    assert.deepEqual(
      [0, 0.5, 1].map((value, _, series) => figure(value, series)),
      ['0.00', '0.50', '1.00'],
    );
  });

  it('make one short line of any name', () => {
    assert.equal(labelText('  Ada\n  Okafor\t'), 'Ada Okafor');
    assert.equal(labelText('\u202Eevil\u202C'), 'evil');
    assert.equal([...labelText('🌻'.repeat(300))].length, 24);
    assert.equal(labelText('<img src=x>'), '<img src=x>');
    assert.equal(labelText('Resident of the old town 1204'), 'Resident of the ol… 1204');
  });

  it('quote the beginning of a text up to a word', () => {
    assert.equal(snippet('one two three four', 14), 'one two three…');
    assert.equal(snippet('short', 14), 'short');
    assert.ok(isBlank('\u200b \u2060\n') && !isBlank(' a '));
  });
});
