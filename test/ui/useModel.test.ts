/**
 * A newcomer with a very small model: *Use a Model…* lists what is installed with its cost, starts its server in a terminal, writes the
 * entry, and the run is played by it. The model here is a stand-in with the address and the commands of a real one.
 */
import { strict as assert } from 'node:assert';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../scripts/testing.mjs';
import { leastValue } from '../support/leastAnswer.js';
import { type ModelServer, startModelServer } from '../support/modelServer.js';
import { inThemes, openStudio, runCommand, type Studio, shot, webview } from './harness.js';

const SPEED = { read: 31, write: 15, memory: 291, date: '2026-01-02' };
const TINY = { name: 'tiny', title: 'Tiny 1M, Q4_1', disk: 98, context: 4096 };

/** What `npm run models -- serve` is for the editor: a server at a port. It passes questions on to the test. */
const script = (answers: string): string => `
import { createServer } from 'node:http';
const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url === '/v1/models') return response.end(JSON.stringify({ data: [{ id: process.argv[3], owned_by: 'llamacpp' }] }));
  if (request.url === '/props') return response.end(JSON.stringify({ default_generation_settings: { n_ctx: 4096 } }));
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = await fetch('${answers}' + request.url.replace('/v1', ''), { method: request.method, headers: { 'content-type': 'application/json' }, body: chunks.length > 0 ? Buffer.concat(chunks) : undefined });
  response.statusCode = answer.status;
  response.end(await answer.text());
}).listen(port, '127.0.0.1', () => console.log('answers at port', port));
`;

for (const theme of inThemes('dark', 'light'))
  describe(`a very small model, ${theme}`, function () {
    this.timeout(180_000);
    let studio: Studio;
    let server: ModelServer;

    before(async () => {
      server = await startModelServer({
        mode: 'no-grammar',
        reply: ({ body }) => {
          const value = leastValue(body?.response_format?.json_schema?.schema ?? {}) as object;
          return JSON.stringify({ ...value, text: 'Is there bread left?' });
        },
      });
      const project = temporaryFolder();
      mkdirSync(join(project, 'scripts'));
      writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, scripts: { models: 'node scripts/models.mjs' } }));
      writeFileSync(join(project, 'scripts', 'models.mjs'), script(server.baseUrl));
      studio = await openStudio({ theme, file: 'hello.society', size: { width: 1500, height: 900 } });
      writeFileSync(studio.modelsFile, JSON.stringify({ project, models: [{ ...TINY, speed: SPEED }] }));
    });
    after(async () => {
      await studio?.close();
      await server?.close();
    });

    it('is listed with its cost and its limits, is started and used, and plays the run', async () => {
      const { page, folder } = studio;
      await runCommand(page, 'Society: Use a Model…');
      const row = page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: TINY.title });
      await row.waitFor();
      const words = (await row.textContent()) ?? '';
      assert.match(words, /98 MB on disk · 291 MB memory · 15 tokens\/s/);
      assert.match(words, /not what large models do/);
      await shot(page, `use-small-model-${theme}`);
      await row.click();
      const toast = page.locator('.notification-toast').filter({ hasText: `${TINY.title} answers.` });
      await toast.waitFor({ timeout: 60_000 });
      await shot(page, `small-model-answers-${theme}`);
      await page.locator('.tab.active').filter({ hasText: 'hello.society' }).waitFor();
      await toast.getByRole('button', { name: 'Run' }).click();
      const panel = webview(page);
      await panel.locator('.status.ended').waitFor({ timeout: 60_000 });
      await panel.getByText('Played by tiny').waitFor();
      await panel.getByText('Is there bread left?').first().waitFor();
      await shot(page, `small-model-run-${theme}`);
      assert.ok(server.requests.length > 0);
      assert.match(readFileSync(join(folder, 'hello.society'), 'utf8'), /^ {4}model: tiny$/m);
      await runCommand(page, 'Society: Use a Model…');
      const running = page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'llama.cpp · 98 MB on disk' });
      assert.match((await running.textContent()) ?? '', /291 MB memory/);
      await shot(page, `small-model-running-${theme}`);
      await page.keyboard.press('Escape');
      await runCommand(page, 'Terminal: Kill All Terminals');
    });
  });
