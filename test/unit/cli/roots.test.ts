/** Files that a downloaded society may read from a terminal in any folder, and what is reported before they are sent. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runSocietyBeside } from '../../support/commandLine.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';

const SECRET = 'Dear diary 0001';

describe('files that a society reads from a terminal', function () {
  this.timeout(60_000);
  let home: string;
  let server: ModelServer;
  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'society-roots-'));
    server = await startModelServer();
    mkdirSync(join(home, 'dl/evil'), { recursive: true });
    mkdirSync(join(home, 'dl/project/.git'), { recursive: true });
    mkdirSync(join(home, 'dl/project/sub'), { recursive: true });
    writeFileSync(join(home, 'diary.md'), `${SECRET}\n`);
    writeFileSync(join(home, 'dl/project/diary.md'), 'The ferry runs twice a day.\n');
    for (const folder of ['evil', 'project/sub']) {
      writeFileSync(join(home, 'dl', folder, 'up.society'), society(folder === 'evil' ? '../../diary.md' : '../diary.md'));
      writeFileSync(join(home, 'dl', folder, 'near.society'), society('./near.md'));
      writeFileSync(join(home, 'dl', folder, 'near.md'), 'The bridge is closed.\n');
    }
    symlinkSync(join(home, 'dl/evil/near.society'), join(home, 'door.society'));
  });
  after(async () => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  });

  const society = (reads: string): string => `society: 1
imports: [library/feed]
models: { lab: { kind: openai, base_url: "${server.baseUrl.replace('127.0.0.1', 'lab.example')}", name: m } }
personas: { ada: { name: Ada, interests: [bridges], reads: [${reads}] } }
scenarios: { meet: { world: feed, rounds: 1, seed: 2, model: lab } }
`;

  const run = async (...args: readonly string[]): Promise<{ readonly status: number | null; readonly said: string }> => {
    const { status, stdout, stderr } = await runSocietyBeside(home, args);
    return { status, said: stdout + stderr };
  };

  it('are in its own folder, not in the current one', async () => {
    const refused = await run('check', 'dl/evil/up.society');
    assert.equal(refused.status, 1);
    assert.match(refused.said, /up\.society:4:.*`\.\.\/\.\.\/diary\.md` leads out of the folder `evil`.*--root/);
    assert.ok(!refused.said.includes(SECRET));
    for (const command of ['run', 'prompt', 'forecast', 'test'])
      assert.ok(!(await run(command, 'dl/evil/up.society', ...(command === 'prompt' ? ['ada'] : []))).said.includes(SECRET), command);
  });

  it('are in its project, or named by the user', async () => {
    assert.equal((await run('check', 'dl/project/sub/up.society')).status, 0);
    for (const args of [['--root', '.'], ['--root=.']]) {
      const allowed = await run('check', ...args, 'dl/evil/up.society');
      assert.equal(allowed.status, 0, allowed.said);
    }
    assert.match((await run('check', '--root', 'nowhere', 'dl/evil/up.society')).said, /folder nowhere does not exist/);
    assert.equal((await run('check', 'door.society')).status, 1, 'the link was named, the files next to its target were not');
  });

  it('are named before anything is sent', async () => {
    const { said } = await run('forecast', 'dl/evil/near.society');
    assert.match(said, /1 person → http:\/\/lab\.example/);
    assert.match(said, /from the society and these files: near\.md/);
    assert.equal(server.requests.length, 0);
  });
});
