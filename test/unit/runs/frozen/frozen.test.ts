/** What is frozen stays as it was said, and what came later is told from it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { english } from '../../../../src/core/util/l10n.js';
import { sha256 } from '../../../../src/node/ports.js';
import {
  changedSince,
  droppedFrom,
  expectationsOf,
  type Frozen,
  freeze,
  frozenFile,
  frozenText,
  readFrozen,
  standingOf,
  standingWords,
} from '../../../../src/runs/frozen/frozenExpectations.js';
import { serviceOver } from '../../language/support.js';

const FILE = 'file:///study/main.society';
const study = (expect: string, bond = 'messages'): string => `society: 1
personas: { ada: { name: Ada } }
scenarios:
  meet:
    rounds: 2
    measures: { bond: ${bond}, twice: 2 * bond, other: 1 }
    expect:
      ${expect}
`;
const resolved = async (text: string) => serviceOver({ [FILE]: text }).resolve(FILE);
const frozenOf = async (text: string, before: Frozen | null, date: string, runs = 0): Promise<Frozen | null> =>
  freeze(before, { resolved: await resolved(text), scenarios: ['meet'], date, runs: () => runs });
const kindOf = async (text: string, frozen: Frozen | null, firstRun: string | null = null) => {
  const { society } = await resolved(text);
  return standingOf(frozen, 'meet', 'closer', expectationsOf(society, 'meet')['closer'], firstRun).kind;
};
const [FIRST, LATER] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];
const CLOSER = study('closer: { that: twice > 4, in: 3 of 4 seeds }');

describe('frozen expectations', () => {
  it('are identified by their text and the measures in it', async () => {
    const { society } = await resolved(CLOSER);
    const said = { that: 'twice > 4', in: '3 of 4 seeds', measures: { bond: 'messages', twice: '2 * bond' } };
    const text = '{"in":"3 of 4 seeds","measures":{"bond":"messages","twice":"2 * bond"},"that":"twice > 4"}';
    assert.deepEqual(expectationsOf(society, 'meet'), { closer: { ...said, sha256: sha256(text) } });
  });

  it('are marked as frozen before the first run, and as post hoc otherwise', async () => {
    const frozen = await frozenOf(CLOSER, null, FIRST);
    assert.equal(await kindOf(CLOSER, frozen), 'before');
    assert.equal(await kindOf(CLOSER, frozen, LATER), 'before');
    assert.equal(await kindOf(CLOSER, frozen, '2025-12-31T00:00:00.000Z'), 'after');
    assert.equal(await kindOf(CLOSER, await frozenOf(CLOSER, null, FIRST, 2)), 'after');
    assert.equal(await kindOf(CLOSER, null), 'never');
    const others = [
      study('closer: { that: twice > 3, in: 3 of 4 seeds }'),
      study('closer: { that: twice > 4, in: 2 of 4 seeds }'),
      study('closer: { that: twice > 4, in: 3 of 4 seeds }', 'edges'),
    ];
    for (const other of others) assert.equal(await kindOf(other, frozen), 'changed');
    const because = study('closer: { that: twice > 4, in: 3 of 4 seeds, because: Why not. }').replace('other: 1', 'other: 2');
    assert.equal(await kindOf(because, frozen), 'before');
  });

  it('are added to and never replaced; frozen ones are not frozen again', async () => {
    const once = await frozenOf(CLOSER, null, FIRST);
    assert.equal(await frozenOf(CLOSER, once, LATER), null);
    const changed = study('closer: { that: twice > 9 }\n      new: { that: messages > 0 }');
    const twice = await frozenOf(changed, once, LATER);
    assert.deepEqual(twice?.freezes[0], once?.freezes[0]);
    assert.deepEqual(Object.keys(twice?.freezes[1]?.scenarios['meet']?.expect ?? {}), ['closer', 'new']);
    const [{ uri, sha256: hash }] = once!.freezes[0]!.sources as [{ uri: string; sha256: string }];
    assert.deepEqual(changedSince(once, 'meet', [{ uri, sha256: hash }]), []);
    assert.deepEqual(
      changedSince(twice, 'meet', [
        { uri, sha256: 'other' },
        { uri: 'new.society', sha256: hash },
      ]),
      [uri, 'new.society'],
    );
    // To freeze a change does not make it said before.
    assert.equal(await kindOf(changed, twice), 'changed');
    assert.equal(await kindOf(CLOSER, twice), 'before');
    assert.deepEqual(droppedFrom(twice, (await resolved(CLOSER)).society, 'meet'), ['new']);
  });

  it('are read as they were written; an invalid file is rejected and not replaced', async () => {
    const frozen = await frozenOf(CLOSER, null, FIRST);
    assert.deepEqual(readFrozen(frozenText(frozen!)), frozen);
    assert.equal(readFrozen(null), null);
    for (const text of ['', '{', 'null', '[]', '{"frozen":2,"freezes":[]}', '{"frozen":1,"freezes":[null]}'])
      assert.throws(() => readFrozen(text), /left as it is/);
  });

  it('are next to their file, and are described in words', () => {
    assert.equal(frozenFile('/a/lake.society'), '/a/lake.frozen.json');
    assert.equal(standingWords({ kind: 'before', date: FIRST }, english), 'as frozen on 2026-01-01, before the first run that was kept');
    assert.equal(standingWords({ kind: 'changed', date: FIRST }, english), 'post hoc: changed since it was first frozen on 2026-01-01');
  });
});
