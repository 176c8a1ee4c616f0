/** Persona coverage as a user sees it, also in a high-contrast theme: marks and texts at lines, in hovers, in the status bar. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, hoverFor, inStudio, inThemes, runCommand, shot, type Studio, webview } from './harness.js';

const TEXT = `# What of Ada is heard of, and what is not?
society: 1
title: The mill
imports: [library/feed]

fragments:
  miller:
    occupation: Miller
    traits: [stubborn, proud]
    voice: Slow, and never quite to the point.

personas:
  ada:
    extends: miller
    name: Ada Okafor
    age: 41
    interests: [jazz, chess, sourdough]
    goals: [keep the mill]
    voice: Short sentences. Dry humour.
    activity: 0.7
    vars: { mood: 0.5 }
    memories:
      - text: |
          The old mill burned down when I was four,
          and nobody speaks of it.
        importance: 1
      - text: I am owed nine sacks of flour.
        importance: 10
  ben: { name: Ben Li, extends: miller, interests: [chess], activity: 0.9 }

scenarios:
  main:
    world: feed
    rounds: 4
    seed: 2
    memory: { recall: 1, weights: { recency: 0, relevance: 0 } }
    interventions:
      gloom: { at: 2, then: ada.mood = 0.1 }
`;

describe('persona coverage', () => {
  for (const theme of inThemes('contrast', 'contrastLight')) {
    it(`is at the lines, in the hover and in the status bar (${theme})`, async () => {
      const examples = mkdtempSync(join(tmpdir(), 'society-coverage-'));
      writeFileSync(join(examples, 'mill.society'), TEXT);
      const options = {
        ...{ theme, examples, file: 'mill.society' },
        settings: { 'society.run.pace': 0, 'editor.wordWrap': 'off', 'society.editor.coverage': true },
        size: { width: 1500, height: 1000 },
      };
      await inStudio(`coverage-${theme}`, options, (studio) => seen(studio, theme));
    });
  }
});

async function seen({ page }: Studio, theme: string): Promise<void> {
  await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor();
  await runCommand(page, 'Society: Run Scenario');
  await webview(page).locator('.status.ended').waitFor();
  const status = page.locator('.statusbar-item').filter({ hasText: /\d+ of \d+ lines used/ });
  await status.waitFor();
  await page
    .locator('.codelens-decoration a')
    .filter({ hasText: /\d+ memor/ })
    .first()
    .waitFor();
  await runCommand(page, 'View: Show Society');
  const rows = page.locator('.pane-body .monaco-list-row');
  await rows.filter({ hasText: 'Ada Okafor' }).first().click();
  await rows.filter({ hasText: 'Memories' }).first().waitFor();
  const line = page.locator('.view-line').filter({ hasText: 'activity: 0.7'.replaceAll(' ', '\u00a0') });
  const after = (): Promise<string> =>
    line.locator('span').evaluateAll((spans) => spans.map((span) => getComputedStyle(span, '::after').content).join(' '));
  const isExplained = async (): Promise<boolean> => /changes no question/.test((await after()).replaceAll('\u00a0', ' '));
  await eventually(page, isExplained, 'the line says that it changes no question');
  await shot(page, `coverage-${theme}`, 1500);
  const chess = page.locator('.view-line').filter({ hasText: 'interests:' }).first().locator('span', { hasText: 'chess' }).last();
  const hover = page.locator('.monaco-hover').filter({ hasText: /Used in \d+ of \d+ questions to Ada Okafor, in rounds/ });
  await hoverFor(page, chess, hover);
  await shot(page, `coverage-hover-${theme}`);
  await page.setViewportSize({ width: 800, height: 900 });
  await shot(page, `coverage-narrow-${theme}`, 800);
  await runCommand(page, 'Society: Hide Persona Coverage');
  await status.waitFor({ state: 'detached' });
}
