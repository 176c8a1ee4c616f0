/** The built command line, as a user runs it. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';

const root = process.cwd();
const friends = join(root, 'examples', 'making_friends.society');

describe('the command line', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-cli-'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const society = (...args: string[]) => runSociety(dir, args);
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };

  it('gives byte-identical events for the same file and seed, also into the same folder', () => {
    const [a, b] = ['a', 'b'].map((out) => {
      const run = society('run', friends, '--seed', '7', '--out', out);
      assert.equal(run.status, 0, run.stderr);
      return readFileSync(join(dir, out, 'events.jsonl'));
    });
    assert.ok(a!.length > 10_000 && a!.equals(b!));
    assert.equal(society('run', friends, '--seed', '7', '--out', 'a', '--quiet').status, 0);
    assert.ok(readFileSync(join(dir, 'a', 'events.jsonl')).equals(a!));
    society('run', friends, '--seed', '8', '--out', 'c');
    assert.ok(!readFileSync(join(dir, 'c', 'events.jsonl')).equals(a!));
  });

  it('removes from texts of a file or a run what would control the terminal', () => {
    const evil = file(
      'evil.society',
      'society: 1\ntitle: "a\\e[2Jb"\nimports: [library/feed]\n"x\\e[2J": 1\npopulations: { people: { size: 3 } }\nscenarios: { s: { cast: all, world: feed, rounds: 1, seed: 1 } }\n',
    );
    const fine = file('fine.society', readFileSync(evil, 'utf8').replace(/^"x.*\n/m, ''));
    const said = [
      society('check', evil),
      society('run', evil, '--out', 'evil'),
      society('run', fine, '--out', 'fine'),
      society('show', 'fine'),
      society('fork', 'fine', '--at', 'round:0', '--remember', 'people_01=Hm.', '--out', 'fine2'),
      society('diff', 'fine', 'fine2'),
    ].map(({ stdout, stderr }) => stdout + stderr);
    assert.deepEqual(
      said.map((words) => words.includes('\u001b')),
      said.map(() => false),
    );
    assert.match(said[0]!, /x\ufffd\[2J/);
    assert.match(said[3]!, /a\ufffd\[2Jb/);
    assert.match(said[4]!, /forked from|Forked/i);
  }).timeout(60_000);

  it('says which mind spoke and that it is synthetic, in the output and in the manifest', () => {
    const run = society('run', friends, '--rounds', '2', '--out', 'who');
    assert.match(run.stderr, /built-in mind \(rule-based, builtin \d+\); synthetic data/);
    const manifest = JSON.parse(readFileSync(join(dir, 'who', 'manifest.json'), 'utf8')) as {
      languageModel: boolean;
      synthetic: boolean;
      sources: { uri: string }[];
    };
    assert.deepEqual([manifest.languageModel, manifest.synthetic], [false, true]);
    assert.ok(manifest.sources.every(({ uri }) => !uri.includes('/work') && !uri.startsWith('/')));
  });

  it('makes friends with a reply rate far above that of the random mind', () => {
    const reciprocity = (mind: string): number => {
      const values = [1, 2, 3].map((seed) => {
        const { stdout } = society('run', friends, '--mind', mind, '--seed', String(seed), '--quiet', '--out', `${mind}${seed}`);
        return Number(/^reciprocity: ([\d.]+)/m.exec(stdout)![1]);
      });
      return values.reduce((x, y) => x + y) / values.length;
    };
    const [builtin, random] = [reciprocity('builtin'), reciprocity('random')];
    assert.ok(builtin > random + 0.15, `built-in ${builtin}, random ${random}`);
  }).timeout(120_000);

  it('shows a recorded run, also one that was cut in the middle of a line', () => {
    society('run', friends, '--rounds', '3', '--out', 'cut', '--quiet');
    assert.match(society('show', 'cut').stdout, /round 3 of 3, ended[\s\S]*20 agents/);
    truncateSync(join(dir, 'cut', 'events.jsonl'), 40_003);
    const shown = society('show', 'cut');
    assert.equal(shown.status, 0);
    assert.match(shown.stdout, /characters? after the last complete step ignored/);
  });

  it('checks the examples and the library without a problem, and a folder with all its subfolders', () => {
    const { status, stdout, stderr } = runSociety(root, ['check', 'examples', 'library']);
    const lines = ['examples', 'library'].map((folder) => {
      const all = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
      return `${folder} (${all.filter((name) => /\w\.society$/.test(name)).length} files): no problems\n`;
    });
    assert.deepEqual([status, stdout, stderr], [0, lines.join(''), '']);
    assert.match(society('check', join(root, 'media')).stderr, /The folder .*media has no \.society file/);
  });

  it('reports problems as file:line:col, as JSON when asked, and exits with 1', () => {
    const broken = file('broken.society', 'society: 1\npersonas:\n  ada:\n    agee: 3\n');
    const text = society('check', broken);
    assert.equal(text.status, 1);
    assert.match(text.stdout, /^broken\.society:4:5: error: .*age/m);
    const parsed = JSON.parse(society('check', '--json', broken).stdout) as { range: { start: { line: number } } }[];
    assert.equal(parsed[0]!.range.start.line, 3);
  });

  it('prints rules of a crowd that run agent by agent as information, and exits with 0', () => {
    const crowd = file(
      'crowd.society',
      `society: 1
imports: [library/prompts]
populations: { people: { size: 1000 } }
worlds: { w: { agent_vars: { note: '' }, phases: { day: { who: all, then: me.note = me.note + me.note } } } }
scenarios: { s: { cast: [people], world: w, rounds: 2 } }
`,
    );
    const text = society('check', crowd);
    assert.equal(text.status, 0, text.stderr);
    assert.match(text.stdout, /^crowd\.society:4:85: info: The `then` of the phase `day` runs agent by agent, .* \[agent-by-agent\]$/m);
    const parsed = JSON.parse(society('check', '--json', crowd).stdout) as { code: string; severity: string; range: object }[];
    assert.deepEqual(
      parsed.map(({ code, severity, range }) => [code, severity, range]),
      [['agent-by-agent', 'info', { start: { line: 3, character: 84 }, end: { line: 3, character: 101 } }]],
    );
  });

  it('answers every wrong call with a message, without a stack', () => {
    const empty = file('empty.society', '');
    const calls = [
      [],
      ['fly'],
      ['run'],
      ['run', 'nowhere.society'],
      ['run', friends, '--seed', 'x'],
      ['run', friends, '--seed', '9007199254740993'],
      ['run', friends, '--mind', 'nobody'],
      ['run', empty],
      ['show', '.'],
      ['show', 'nowhere'],
      ['check'],
      ['run', friends, '--wrong'],
      ['run', friends, '--rounds', '0'],
      ['run', root],
      ['check', join(root, 'README.md')],
    ];
    for (const call of calls) {
      const { status, stdout, stderr } = society(...call);
      assert.ok(status === 1 || status === 2, call.join(' '));
      assert.ok((stdout + stderr).trim().length > 10, call.join(' '));
      assert.doesNotMatch(stdout + stderr, /\n\s+at |node:internal/, call.join(' '));
    }
  });

  it('shows the people of a population with the source of each value, and keeps their file with a run', () => {
    file('census.csv', 'AGE,JOB\n30,baker\n40,smith\n');
    const town = file(
      'town.society',
      [
        'society: 1',
        'title: Town',
        'imports: [library/feed]',
        'populations:',
        '  folk:',
        '    from:',
        '      csv: ./census.csv',
        '      map: { age: AGE, occupation: JOB }',
        '    sample: { mood: 0..1 }',
        'scenarios:',
        '  street: { world: feed, rounds: 1, seed: 4 }',
        '',
      ].join('\n'),
    );
    const shown = society('population', town);
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(shown.stdout, /^folk: 2 people, drawn from seed 4 \(town\.society:5\)$/m);
    assert.match(shown.stdout, /^ {4}occupation: smith \[census\.csv, line 3\]$/m);
    const json = JSON.parse(society('population', town, 'folk', '--seed', '9', '--json').stdout) as {
      populations: { seed: number; members: { fields: { age: number } }[] }[];
    };
    assert.deepEqual(
      json.populations.map(({ seed, members }) => [seed, ...members.map(({ fields }) => fields.age)]),
      [[9, 30, 40]],
    );
    assert.equal(society('run', town, '--quiet', '--out', 'town').status, 0);
    const { sources } = JSON.parse(readFileSync(join(dir, 'town', 'manifest.json'), 'utf8')) as { sources: { uri: string }[] };
    assert.ok(sources.some(({ uri }) => uri === 'census.csv'));
    // What the run kept is enough to play it again.
    file('census.csv', 'AGE,JOB\n99,judge\n');
    assert.match(society('replay', 'town').stdout, /the same byte for byte/);
    assert.equal(society('pack', 'town').stdout.trim(), join(dir, 'town.socrun'));
    assert.match(society('replay', 'town.socrun').stdout, /the same byte for byte/);
    assert.equal(society('pack', 'town', '--label', 'Played by hand.', '--out', 'labelled.socrun').status, 0);
    assert.match(society('show', 'labelled.socrun').stdout, /^Played by hand\.$/m);
    assert.match(society('replay', 'labelled.socrun').stdout, /the same byte for byte/);
    assert.match(society('pack', 'town', '--label', 'two\nlines').stderr, /--label takes one line/);
    assert.equal(society('check', town).stdout, 'town.society: no problems\n');
    file('census.csv', '');
    const broken = society('check', town);
    assert.equal(broken.status, 1);
    assert.match(broken.stdout, /town\.society:7:7: error: census\.csv, line 1: The file is empty\. \[data-malformed\]/);
    assert.equal(society('population', friends).status, 1);
  });

  it('refuses to overwrite files that are no run, and a different run', () => {
    const mine = join(dir, 'broken.society');
    writeFileSync(mine, 'keep me');
    assert.equal(society('run', friends, '--out', '.').status, 2);
    assert.equal(readFileSync(mine, 'utf8'), 'keep me');
    assert.equal(society('run', friends, '--rounds', '1', '--seed', '3', '--quiet', '--out', 'mine').status, 0);
    const other = society('run', friends, '--rounds', '1', '--seed', '4', '--quiet', '--out', 'mine');
    assert.equal(other.status, 2);
    assert.match(other.stderr, /already contains a different run.*seed 3/);
    assert.match(readFileSync(join(dir, 'mine', 'manifest.json'), 'utf8'), /"seed": 3/);
  });
});
