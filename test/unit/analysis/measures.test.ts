/** The registry of measures: what a file can name, on a small society whose values are worked by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fieldMeasures, listMeasures, measureNamed, measures, type Moment, STANDARD, take } from '../../../src/analysis/measures.js';
import { append, setAt } from '../../../src/core/util/chunkedList.js';
import { join } from '../../../src/core/events/roster.js';
import { initialState, type Message, type State } from '../../../src/core/events/state.js';
import { emptyNetwork, type Network } from '../../../src/core/events/ties.js';
import { withTie } from '../../../src/core/events/tieChanges.js';

const message = (
  seq: number,
  round: number,
  author: number,
  text: string,
  replyTo: string | null = null,
  mentions: readonly number[] = [],
): Message => ({
  ...{
    id: `m${seq}`,
    seq,
    round,
    kind: 'message' as Message['kind'],
    author,
    action: 'post',
    audience: 'public' as Message['audience'],
    to: [],
  },
  ...{ replyTo, mentions, quotes: null, text, since: 0 },
});

/** Four agents: a star around 0 (both ways) with 1 → 2, and six messages over two rounds, the last of them the world's. */
function moment(): Moment {
  let state: State = { ...initialState(), round: 2 };
  for (const id of ['ada', 'ben', 'cleo', 'dan']) state = { ...state, roster: join(state.roster, id) };
  const said = [
    message(1, 1, 0, 'bread and jazz'),
    message(2, 1, 1, 'bread today', 'm1', [0]),
    message(3, 2, 0, 'jazz tonight', 'm2'),
    message(4, 2, 0, 'bread today again'),
    message(5, 2, 2, 'chess', 'm1'),
    message(6, 2, -1, 'The shop closes.'),
  ];
  for (const one of said) state = { ...state, messages: append(state.messages, one) };
  for (let i = 0; i < said.length; i++)
    state = { ...state, scores: setAt(state.scores, i, { up: i === 0 ? 3 : i === 1 ? 1 : 0, down: 0 }) };
  let network: Network = emptyNetwork('friendship');
  for (const [a, b] of [
    [0, 1],
    [1, 0],
    [0, 2],
    [2, 0],
    [0, 3],
    [3, 0],
    [1, 2],
  ] as const)
    network = withTie(network, a, b, 0.5);
  return { state, network, edge: 0.1, members: new Set([0, 1, 2, 3]), seed: 1 };
}

describe('measures by name', () => {
  const now = moment();
  const value = (id: string): number | null => take(measureNamed(id)!, now)?.value ?? null;
  const near = (id: string, expected: number): void =>
    assert.ok(Math.abs(value(id)! - expected) < 1e-12, `${id}: ${value(id)} is not ${expected}`);

  it('have ids that a file can name, and labels for people', () => {
    const ids = [...measures, ...fieldMeasures, ...listMeasures].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, title, doc, range } of [...measures, ...fieldMeasures, ...listMeasures]) {
      assert.match(id, /^[a-z][a-z0-9_]*$/);
      assert.ok(title.length > 2 && doc.endsWith('.') && range.includes('…'), id);
    }
    for (const id of STANDARD) assert.ok(measureNamed(id), id);
    assert.equal(measureNamed('nothing'), undefined);
  });

  it('of ties equal those worked by hand', () => {
    near('edges', 7);
    near('tie_strength', 0.5);
    near('density', 7 / 12);
    near('reciprocity', 6 / 7);
    near('largest_component', 1);
    near('components', 1);
    near('mean_path', (4 + 2 * 2) / 6); // links 0–1, 0–2, 0–3, 1–2; 1–3 and 2–3 are 2 apart
    near('mean_degree', 2);
    near('transitivity', 3 / 5);
    near('clustering', (1 / 3 + 1 + 1 + 0) / 4);
    near('friendship_paradox', 3 / 4); // 1 and 2 have 2, their neighbours 2.5; 3 has 1, its neighbour 3; 0 has 3, its neighbours 5/3
    near('top_pagerank', 1);
  });

  it('of talk equal those worked by hand', () => {
    near('messages', 5);
    near('active', 2 / 4);
    near('answered', 2 / 5);
    near('post_gini', (2 * (1 * 0 + 2 * 1 + 3 * 1 + 4 * 3) - 5 * 5) / (4 * 5));
    // Over five messages: 0, 0, 0, 1, 3.
    near('vote_gini', (2 * (4 * 1 + 5 * 3) - 6 * 4) / (5 * 4));
    near('cascade_scale', 4);
    near('cascade_depth', 2);
    near('cascade_breadth', 2);
    near('virality', (3 * 1 + 2 * 2 + 3) / 6); // the path 3–2–1–5
    near('phrase_birth', 2 / 3); // of jazz tonight, bread today, today again
    assert.equal(value('net_progress'), null);
    assert.ok(value('drift')! > 0 && value('similarity')! >= 0 && value('differentiation')! > 0);
    near('activity_paradox', 3 / 4);
  });

  it('of votes count the votes up of each message; runs before the flag count the votes that are left, by author', () => {
    let { state } = moment();
    // ada has written the first, third and fourth message, ben the second, cleo the fifth.
    for (const [i, up, down] of [
      [0, 4, 4],
      [1, 2, 0],
      [4, 1, 0],
    ] as const)
      state = { ...state, scores: setAt(state.scores, i, { up, down }) };
    const voted: Moment = { ...moment(), state };
    const taken = (id: string, of: Moment) => take(measureNamed(id)!, of)?.value;
    // By message: 0, 0, 1, 2, 4. By author, up less down: 0, 0, 1, 2.
    assert.equal(taken('vote_gini', voted), (2 * (3 * 1 + 4 * 2 + 5 * 4) - 6 * 7) / (5 * 7));
    assert.equal(taken('vote_gini', { ...voted, former: { talk: true } }), (2 * (3 * 1 + 4 * 2) - 5 * 3) / (4 * 3));
    // Influence: ada 4 + 2 replies, ben 2 + 1, cleo 1, dan 0; by what is left of the votes ada has 2.
    assert.equal(taken('influence_paradox', voted), 3 / 4);
    assert.equal(taken('influence_paradox', { ...voted, former: { talk: true } }), 2 / 4);
  });

  it('of cascades follow reposts as well as replies', () => {
    const { state } = moment();
    const shared: Message = { ...message(7, 2, 3, 'bread and jazz'), quotes: 'm5' };
    const later = { ...moment(), state: { ...state, messages: append(state.messages, shared) } };
    assert.deepEqual(
      ['cascade_scale', 'cascade_depth', 'answered'].map((id) => take(measureNamed(id)!, later)?.value),
      [5, 2, 2 / 6],
    );
  });

  it('of a field take the values of agents', () => {
    const of = (id: string, values: readonly (string | number)[]) => fieldMeasures.find((m) => m.id === id)!.of(now, values)?.value ?? null;
    // Edges within kinds: 0–1 both ways, of seven.
    assert.ok(of('assortativity', ['x', 'x', 'y', 'y'])! < 0);
    assert.equal(of('paradox', [0, 1, 1, 1]), 1 / 4);
    assert.equal(of('within', ['x', 'x', 'y', 'y']), 2 / 7);
    assert.equal(of('new_within', ['x', 'x', 'y', 'y']), null);
    assert.ok(Math.abs(of('tie_correlation', [1, 0, 0, 0])!) <= 1);
  });

  it('of a list use its numbers and more', () => {
    const of = (id: string, values: readonly number[], ...more: readonly number[]) =>
      listMeasures.find((m) => m.id === id)!.of(values, ...more);
    assert.equal(of('polarisation', [1, 7], 1, 7), 1);
    assert.equal(of('camps', [1, 2, 6, 7], 1), 2);
    assert.equal(of('spread', [1, 3]), 1);
    assert.equal(of('equality', [0, 4]), 0.5);
    for (const { id } of listMeasures) assert.equal(of(id, [], 1, 2), null, id);
  });

  it('are missing where there is nothing to measure, and never throw', () => {
    const empty: Moment = { state: initialState(), network: null, edge: 0.1, members: [], seed: 1 };
    for (const measure of measures) {
      const reading = take(measure, empty);
      assert.ok(reading === null || Number.isFinite(reading.value), measure.id);
      take(measure, { ...empty, network: emptyNetwork('x') });
    }
  });
});
