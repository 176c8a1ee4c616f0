/** A run with a language model as its user sees it: the consent before, the costs during it, the pause, and the problems. */
import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../scripts/testing.mjs';
import { leastValue } from '../support/leastAnswer.js';
import { type ModelServer, startModelServer } from '../support/modelServer.js';
import { hoverFor, inThemes, openFile, openStudio, runCommand, type Studio, shot, webview } from './harness.js';

const NAMES = ['Ada', 'Ben', 'Cleo', 'Dmitri', 'Esra', 'Farid'];

const file = (url: string): string => `society: 1
title: The allotments
imports: [library/feed]

personas:
${NAMES.map((name, i) => `  ${name.toLowerCase()}: { name: ${name}, interests: [${['beans', 'bees'][i % 2]}], backstory: Kept to themselves., private: [backstory] }`).join('\n')}

ties:
  friendship: { among: all, change: { rule: evidence } }

scenarios:
  spring:
    world: feed
    rounds: 4
    model: far
    budget: { calls: 14, money: 1 USD }

models:
  far: { kind: openai, base_url: "${url}", name: some-model, price: { input: 0.15, output: 0.6 } }
`;

const SAID = ['The beans are up.', 'Who watered the bees?', 'I have too many courgettes.', 'The gate was open again.'];

for (const theme of inThemes('light', 'dark'))
  describe(`the cost of a run, ${theme}`, () => {
    let studio: Studio;
    let server: ModelServer;

    before(async () => {
      server = await startModelServer({
        delayMs: 150,
        mode: (_, index) => (index % 6 === 4 ? 'refusal' : 'ok'),
        reply: ({ body }, index) => {
          const value = leastValue(body?.response_format?.json_schema?.schema ?? {}) as object;
          return JSON.stringify({ ...value, text: SAID[index % SAID.length] });
        },
      });
      const examples = temporaryFolder();
      writeFileSync(join(examples, 'allotments.society'), file(server.baseUrl));
      writeFileSync(join(examples, 'far.society'), file('https://api.example.com/v1'));
      studio = await openStudio({ theme, examples, file: 'far.society', size: { width: 1600, height: 900 } });
    });
    after(async () => {
      await studio?.close();
      await server?.close();
    });

    it('needs consent before the first request to an address', async () => {
      const { page } = studio;
      await page.locator('.codelens-decoration a:visible').filter({ hasText: 'Run' }).first().click();
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.getByText('with a model at https://api.example.com').waitFor();
      await dialog.getByText('6 private fields withheld').waitFor();
      await shot(page, `consent-${theme}`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });

    it('appears in the panel and the status bar, and the user can choose what happens at the budget', async () => {
      const { page } = studio;
      await openFile(page, 'allotments.society');
      await runCommand(page, 'Society: Run Scenario');
      const panel = webview(page);
      await panel.locator('.cost summary').first().click();
      await panel.locator('.notice.problem').filter({ hasText: 'The run is paused.' }).waitFor();
      await panel.locator('.cost summary').filter({ hasText: '14 of about 24 calls' }).waitFor();
      await panel.locator('.cost').getByRole('button', { name: 'Ada' }).waitFor();
      await page.locator('.statusbar-item').filter({ hasText: 'Paused in round' }).filter({ hasText: 'USD of about' }).waitFor();
      assert.equal(await page.locator('.notification-toast').count(), 0, 'what the panel asks is not asked twice');
      await shot(page, `paused-${theme}`);
      const hover = page.locator('.monaco-hover').filter({ hasText: 'Expected at the end' });
      await hoverFor(page, page.locator('.statusbar-item').filter({ hasText: 'Paused in round' }), hover);
      await shot(page, `paused-status-${theme}`);
    });

    it('continues with the built-in mind, and shows the failure as a problem', async () => {
      const { page } = studio;
      const panel = webview(page);
      await panel.locator('.notice.problem').getByText('Continue with the built-in mind').click();
      await panel.locator('.status.ended').filter({ hasText: 'Finished' }).waitFor();
      await panel.locator('.cost summary').filter({ hasText: '14 calls' }).waitFor();
      await panel.getByText('built-in mind instead (budget reached)').last().waitFor();
      await runCommand(page, 'Problems: Focus on Problems View');
      const problem = page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'turn-refused' });
      await problem.waitFor();
      assert.match((await problem.textContent()) ?? '', /gave no answer that could be used/);
      await shot(page, `turn-problem-${theme}`);
    });
  });
