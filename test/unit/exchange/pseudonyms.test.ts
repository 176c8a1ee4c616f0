/** Names and handles of people: gone from every text unless they are to stay, and one person keeps one pseudonym. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fileOf, fixture, imported, societyOf } from './support.js';

describe('pseudonyms', () => {
  it('leave no name or handle in any text or tie', () => {
    const text = imported(['users.json', 'twitter.csv'].map(fixture)).text;
    for (const name of [
      'Mira',
      'Castellan',
      'Tobias',
      'Renn',
      'mira_builds77',
      'tob_runner',
      'somebody_else',
      'Ines',
      'Duarte',
      'karlo_ok',
      'Vuk',
      '801234567',
      '1234567890',
    ])
      assert.ok(!text.includes(name), name);
  });

  it('are the same in texts of others, with @ and without', () => {
    const { personas } = societyOf(imported([fixture('users.json')]));
    assert.match(String(personas!.person_01!.bio), /Ask @person_02 about hills/);
    assert.match(
      String(personas!.person_01!.backstory),
      /^Person 01 is an engineer who bakes\. Person 01 and Person 02 met on a hill; Person 02 still laughs/,
    );
    assert.match(String(personas!.person_02!.backstory), /@person_01 and @other_1/);
  });

  it('do not replace common words that are also names or handles', () => {
    const rows = [
      { name: 'Will Bread', username: 'bread', bio: 'I will bake bread. Bread is life.', interests: ['bread'] },
      { name: 'May Stone', username: 'may', bio: 'Maybe in may. Will Bread knows; ask @bread.' },
    ];
    const { personas } = societyOf(imported([fileOf('p.json', JSON.stringify(rows))]));
    assert.equal(personas!.person_01!.bio, 'I will bake bread. Person 01 is life.');
    assert.deepEqual(personas!.person_01!.interests, ['bread']);
    assert.equal(personas!.person_02!.bio, 'Maybe in may. Person 01 knows; ask @person_01.');
    assert.equal((personas!.person_01!.extra as { username: string }).username, 'person_01');
  });

  it('replace names in scripts without spaces, and email addresses', () => {
    const rows = [
      { name: '王小明', bio: '王小明住在台北。' },
      { name: 'Ola Nor', email: 'ola@nor.no', bio: 'Write to ola@nor.no or eve@x.org.' },
    ];
    const { personas } = societyOf(imported([fileOf('p.json', JSON.stringify(rows))]));
    assert.equal(personas!.person_01!.bio, 'Person 01住在台北。');
    assert.equal(personas!.person_02!.bio, 'Write to person_02 or other_1.');
  });

  it('do not replace invented characters, unless all names are replaced; and selected names stay', () => {
    const agent = fixture('nadia.agent.json');
    assert.ok(imported([agent]).text.includes('Nadia Roth'));
    assert.ok(!imported([agent], { names: 'replace' }).text.includes('Nadia'));
    assert.ok(imported([fixture('users.json')], { names: 'keep' }).text.includes('Mira Castellan'));
  });
});
