import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PanelPresence, PanelSeries, PanelSnapshot, PanelValue } from '../../../src/protocol/course.js';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { sectionsOf } from '../../../webview/measures/cards.js';
import { binned, courseOf, courseOfAgent, standingAt } from '../../../webview/measures/course.js';
import { csvOf } from '../../../webview/measures/cards.js';
import { createModel, look, type PanelModel } from '../../../webview/state/model.js';

const { start } = fakeRun({ agents: 5, rounds: 3, hostile: false, seed: 1 });
const series = (of: PanelSeries['of'], words: readonly string[] = []): PanelSeries => ({
  of,
  id: 'x',
  does: '',
  low: null,
  high: null,
  words,
});

/** Rounds begin at 0, 10 and 20. */
function modelOf(spec: PanelSeries, values: readonly PanelValue[], presence: readonly PanelPresence[] = []): PanelModel {
  const snapshot: PanelSnapshot = {
    ...start,
    run: { ...start.run, series: [spec] },
    seq: 29,
    course: { ...start.course, rounds: [0, 10, 20], values, presence },
  };
  return createModel(snapshot);
}

const means = (model: PanelModel): readonly (number | null)[] => courseOf(model, 0).map(({ mean }) => mean);

describe('the course of a series', () => {
  it('keeps variables until they are set again', () => {
    const model = modelOf(series('variable'), [
      [1, 0, 0, 4],
      [2, 0, 1, 2],
      [12, 0, 1, 6],
    ]);
    assert.deepEqual(means(model), [3, 5, 5]);
  });

  it('counts the agents that are present at the end of a round', () => {
    const model = modelOf(
      series('variable'),
      [
        [1, 0, 0, 4],
        [2, 0, 1, 2],
        [3, 0, 2, 9],
      ],
      [
        [0, 2, false],
        [14, 0, false],
        [24, 2, true],
      ],
    );
    assert.deepEqual(means(model), [3, 2, 5.5]);
    look(model, 15);
    const spread = sectionsOf(model)
      .flatMap(({ cards }) => cards)
      .find(({ id }) => id === 'spread variable x');
    assert.equal(
      spread?.table.rows.reduce((sum, [, count]) => sum + Number(count), 0),
      1,
      'one of three is there',
    );
  });

  it('takes only rewards and answers of their round', () => {
    const model = modelOf(series('reward'), [
      [1, 0, 0, 0.4],
      [2, 0, 1, 0.2],
      [22, 0, 1, 1],
    ]);
    assert.deepEqual(
      means(model).map((mean) => mean && Math.round(mean * 10) / 10),
      [0.3, null, 1],
    );
  });

  it("counts each code of an author's messages", () => {
    const model = modelOf(series('code', ['no', 'yes']), [
      [1, 0, 0, 1],
      [2, 0, 0, 1],
      [3, 0, 0, 0],
      [4, 0, 2, 1],
    ]);
    assert.deepEqual(courseOf(model, 0)[0], { n: 4, mean: null, low: null, high: null, shares: [0.25, 0.75] });
  });

  it('has the quantiles of Hyndman and Fan, type 7', () => {
    const model = modelOf(
      series('reward'),
      [1, 2, 3, 4, 5].map((value, agent) => [1, 0, agent, value] as const),
    );
    // As R's quantile(1:5, c(.1, .9)) gives them.
    const [{ low, high } = { low: null, high: null }] = courseOf(model, 0);
    assert.deepEqual([low, high], [1.4, 4.6]);
  });

  it('shows a past moment as it was then', () => {
    const model = modelOf(series('variable'), [
      [1, 0, 0, 4],
      [12, 0, 0, 6],
      [25, 0, 0, 9],
    ]);
    look(model, 12);
    assert.deepEqual([...standingAt(model, 0)], [[0, 6]]);
    assert.deepEqual(courseOfAgent(model, 0, 0), [4, 6]);
    look(model, 0);
    assert.equal(standingAt(model, 0).size, 0);
  });

  it('puts every value into one bin, integers one by one', () => {
    assert.deepEqual(
      binned([1, 1, 7], 1, 7).map(({ from, count }) => [from, count]),
      [
        [1, 2],
        [2, 0],
        [3, 0],
        [4, 0],
        [5, 0],
        [6, 0],
        [7, 1],
      ],
    );
    const bins = binned([0, 0.49, 0.5, 1], 0, 1);
    assert.equal(
      bins.reduce((sum, { count }) => sum + count, 0),
      4,
    );
    assert.equal(bins.length, 12);
    assert.deepEqual(binned([], 0, 1), []);
    assert.equal(
      binned([3, 3, 3], null, null).reduce((sum, { count }) => sum + count, 0),
      3,
    );
  });
});

describe('the cards of measures', () => {
  const run = fakeRun({ agents: 12, rounds: 10, hostile: false, seed: 4 });
  const model = createModel(snapshotAfter(run, run.deltas.length));

  it('have a picture, a definition and a table for each measure', () => {
    const sections = sectionsOf(model);
    assert.deepEqual(
      sections.map(({ title }) => title),
      ['Measures', 'Rewards', 'Survey answers', 'Variables of agents', 'Variables of the world', 'Ties'],
    );
    for (const { title, about, table } of sections.flatMap(({ cards }) => cards)) {
      assert.ok(about !== '', title);
      for (const row of table.rows) assert.equal(row.length, table.head.length, title);
    }
    const ids = sections.flatMap(({ cards }) => cards.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('have the measures of another run next to those of this one', () => {
    model.beside = { label: 'the fork', measures: [{ id: 'reciprocity', values: [0.1, 0.2] }] };
    const card = sectionsOf(model)[0]!.cards.find(({ id }) => id === 'measure reciprocity')!;
    model.beside = null;
    assert.deepEqual(card.table.head, ['Round', 'this run', 'the fork']);
    assert.equal(card.table.rows.length, 10);
    assert.deepEqual(card.table.rows.map(([, , other]) => other).slice(0, 3), [0.1, 0.2, null]);
    assert.ok(card.picture.kind === 'lines' && card.picture.chart.lines.length === 2);
  });

  it('count every agent once in the distribution of ties', () => {
    const degrees = sectionsOf(model).at(-1)!.cards;
    for (const { table } of degrees)
      assert.equal(
        table.rows.reduce((sum, [, count]) => sum + Number(count), 0),
        12,
      );
  });

  it('are copied with their source, and no text becomes a formula', () => {
    const csv = csvOf(model, {
      title: 'Mood',
      table: {
        head: ['Round', '=cmd'],
        rows: [
          [1, 'a "b", c'],
          [2, null],
          [-3, '@x'],
        ],
      },
    });
    const [about, ...lines] = csv.trimEnd().split('\n');
    assert.match(about ?? '', /^# Mood; Making friends, our street, seed 4; played by the built-in mind \(rule-based\); synthetic/);
    assert.deepEqual(lines, ["Round,'=cmd", '1,"a ""b"", c"', '2,', "-3,'@x"]);
  });
});
