/** Forks as a user makes them: a value set in the past, the fork below its parent, the comparison, a fork from the panel. */
import { eventually, inStudio, inThemes, runCommand, shot, type Studio, webview } from './harness.js';

describe('forks', function () {
  this.timeout(120_000);
  for (const theme of inThemes('dark', 'light')) {
    it(`are opened, stepped through and compared (${theme})`, async () => {
      const options = {
        theme,
        file: 'hello.society',
        settings: { 'society.run.pace': 0, 'editor.wordWrap': 'off' },
        size: { width: 1600, height: 1000 },
      };
      await inStudio(`forks-${theme}`, options, (studio) => seen(studio, theme));
    });
  }
});

async function seen({ page }: Studio, theme: string): Promise<void> {
  await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor();
  await runCommand(page, 'Society: Run Scenario');
  const panel = webview(page);
  await panel.locator('.status.ended').waitFor();

  // Debugged from its first event, to the end of its first round.
  await runCommand(page, 'Society: Debug Last Run');
  await page.locator('.debug-toolbar').waitFor();
  await page.keyboard.press('Control+Shift+D');
  await page.locator('.debug-call-stack .stack-frame').first().waitFor();
  await page.keyboard.press('Shift+F11');
  const stack = page.locator('.debug-call-stack');
  await stack.locator('.stack-frame').filter({ hasText: 'round 1 ends' }).first().waitFor();

  // The console explains its commands, and the effect of a change.
  await runCommand(page, 'Debug Console: Focus on Debug Console View');
  const console_ = page.locator('.repl');
  const type = async (text: string): Promise<void> => {
    const line = page.locator('.repl-input-wrapper .view-line');
    await line.click();
    await page.keyboard.type(text);
    // Suggestions that appear after Escape take Enter, so a line that is still there is sent again.
    const isSent = async (): Promise<boolean> => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
      return (await line.innerText()).trim() === '';
    };
    await eventually(page, isSent, `the console takes ${text}`);
  };
  await type('help');
  await console_.getByText('a new run from here').first().waitFor();
  await type('what if tie(ada, ben) = 0.9');
  await console_.getByText('keeps it as a run').first().waitFor();
  await shot(page, `forks-what-if-${theme}`);
  await type('fork tie(ada, ben) = 0.9');
  const child = page.locator('.debug-call-stack .session').filter({ hasText: /Fork of .* after event \d+/ });
  await child.waitFor();
  await stack.locator('.stack-frame').filter({ hasText: 'override:' }).first().waitFor();
  await shot(page, `forks-child-${theme}`, 1500);
  await page.keyboard.press('F5');
  await stack
    .getByText(/at the end of the run/i)
    .first()
    .waitFor();
  await panel.locator('.status.ended').waitFor();

  await runCommand(page, 'Society: Compare with Parent');
  const preview = page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');
  await preview.getByText('First difference').waitFor();
  await shot(page, `forks-comparison-${theme}`, 800);
  await runCommand(page, 'Society: Compare Transcripts');
  await page.locator('.monaco-diff-editor').waitFor();
  await shot(page, `forks-transcripts-${theme}`, 1200);
}
