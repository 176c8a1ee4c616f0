/** The extension in a browser: the same package, in the worker of a web extension instead of Node. */
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root, temporaryFolder } from '../../scripts/testing.mjs';
import { startModelServer } from '../support/modelServer.js';
import { eventually, goToLine, inStudio, openFile, runCommand, shot, type Studio, webview } from './harness.js';

const IN_WEB = { 'remote.extensionKind': { 'society-studio.society-studio': ['web'] }, 'society.run.pace': 0 };

describe('in a browser', function () {
  this.timeout(240_000);

  it('the extension runs, shows, debugs backwards and compares societies, with the events of Node', () =>
    inStudio('web', { own: true, settings: IN_WEB, file: 'leaving.society', size: { width: 1500, height: 940 } }, async (studio) => {
      const { page } = studio;
      await page.locator('.codelens-decoration a').filter({ hasText: 'Show Prompt' }).first().waitFor();
      await isRunTheSame(studio, 'leaving.society');
      await shot(page, 'web-run');
      await areRunsTheSame(studio);
      await isSteppedBack(page);
      await isCompared(studio);
      await isRecordingShown(page);
      await isModelAsked(studio);
    }));
});

/** The run of the open file is written next to it, and its events are those of the command line. */
async function isRunTheSame({ page, folder }: Studio, file: string): Promise<void> {
  const runs = join(folder, '.society', 'runs');
  const before = new Set(existsSync(runs) ? readdirSync(runs) : []);
  const ended = (): string | undefined =>
    existsSync(runs) ? readdirSync(runs).find((id) => !before.has(id) && manifestOf(join(runs, id)).includes('"ended"')) : undefined;
  await runCommand(page, 'Society: Run Scenario');
  await eventually(page, () => Promise.resolve(ended() !== undefined), `a run of ${file} is kept`);
  await webview(page).locator('.status.ended').waitFor();
  const own = join(temporaryFolder(), 'run');
  execFileSync(process.execPath, [join(root, 'dist/cli.mjs'), 'run', join(folder, file), '--out', own], { stdio: 'ignore' });
  for (const name of ['events.jsonl', 'events.sums.jsonl'])
    assert.ok(readFileSync(join(runs, ended()!, name)).equals(readFileSync(join(own, name))), `${name} of ${file} is not what Node writes`);
}

/** Societies with other parts of the engine: a coach, a survey and scripted answers; rules over columns; worlds of the library. */
const inWorld = (world: string): string => `society: 1
imports: [library/${world}]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
scenarios:
  main: { world: ${world}, rounds: 3, seed: 2 }
`;

const OTHERS: Readonly<Record<string, string>> = {
  'parts.society': `society: 1
imports: [library/feed]
models:
  script: { kind: scripted, answers: { ben: ["Hello all.", nothing] }, fallback: builtin }
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz], model: script }
scenarios:
  small:
    world: feed
    rounds: 3
    seed: 3
    coach: { kind: rule, scope: agent, at: every 1, sees: [ties] }
    surveys:
      after: { at: end, ask: { mood: { text: How was it?, scale: 1..7, ends: [bad, good] } } }
`,
  'crowd.society': `society: 1
populations: { people: { size: 2000, name: 'Person {n}', sample: { mood: 0..1 } } }
ties: { town: { among: people, graph: 'small_world(4, 0.1)', strength: 0.5 } }
worlds:
  town:
    agent_vars: { state: [well, ill, over], mood: 0.5 }
    phases:
      day:
        who: { if: "agent.state == 'ill' || agent.state == 'well' && neighbours(agent).some(a => a.state == 'ill' && chance(0.5))" }
        then: "me.state = me.state == 'ill' ? 'over' : 'ill'"
      talk:
        who: all
        order: sequential
        then: |
          let other = pick(all)
          me.mood += 0.1 * (other.mood - me.mood)
          bond([me], other, town, 0.3)
      fade: { then: 'fade(town, 0.9, 0.05)' }
scenarios:
  main: { cast: [people], world: town, rounds: 5, interventions: { first: { at: start, to: random 20, then: me.state = 'ill' } } }
`,
  'lake.society': inWorld('commons'),
  'town.society': inWorld('debate'),
};

async function areRunsTheSame(studio: Studio): Promise<void> {
  for (const [file, text] of Object.entries(OTHERS)) {
    writeFileSync(join(studio.folder, file), text);
    await openFile(studio.page, file);
    await isRunTheSame(studio, file);
  }
}

function manifestOf(dir: string): string {
  const path = join(dir, 'manifest.json');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** At a breakpoint of a new run, a step back shows an earlier event. */
async function isSteppedBack(page: Page): Promise<void> {
  await openFile(page, 'leaving.society');
  await goToLine(page, 67);
  await page.keyboard.press('F9');
  await page.keyboard.press('F5');
  await page.locator('.debug-top-stack-frame-column, .debug-top-stack-frame-line').first().waitFor();
  const place = webview(page)
    .locator('.place')
    .filter({ hasText: /^Event \d+ of \d+$/ });
  const event = async (): Promise<number> => Number(/\d+/.exec((await place.textContent()) ?? '')?.[0]);
  const before = await event();
  await page.locator('.debug-toolbar .codicon-debug-step-back').click();
  await eventually(page, async () => (await event()) < before, 'a step back shows an earlier event');
  await shot(page, 'web-debug');
  await page.locator('.debug-toolbar .codicon-debug-stop').click();
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  await page.keyboard.press('F9');
}

/** A society with one short test. */
const SMALL = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
scenarios:
  small:
    world: feed
    rounds: 1
    seed: 3
    expect:
      talk: { that: messages > 0 }
`;

/** An experiment is played, one run after another, and its claims are verified. */
async function isCompared({ page, folder }: Studio): Promise<void> {
  const measured = SMALL.replace('    expect', '    measures: { said: messages }\n    expect');
  const length =
    'scenario: small, arms: { short: { rounds: 1 }, long: { rounds: 2 } }, seeds: 2, compare: { talk: { measure: said, at: end } }';
  writeFileSync(join(folder, 'arms.society'), `${measured}experiments:\n  length: { ${length} }\n`);
  await openFile(page, 'arms.society');
  await runCommand(page, 'Society: Run Experiment');
  const view = webview(page);
  await view.locator('.status-line').filter({ hasText: '4 of 4 runs' }).waitFor();
  const claims = view.locator('.claims-section');
  await claims.locator('vscode-button').filter({ hasText: 'Verify…' }).click();
  await claims
    .locator('vscode-button')
    .filter({ hasText: /Play \d+ missing runs/ })
    .click();
  await claims.locator('.claim').first().waitFor();
  await eventually(page, async () => (await claims.locator('.claim.unverified').count()) === 0, 'each claim has a verdict');
  await shot(page, 'web-experiment');
}

/** A run that a real model played is shown without the model. */
async function isRecordingShown(page: Page): Promise<void> {
  await runCommand(page, 'Society: Open a Recorded Run…');
  await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'Five neighbours' }).first().click();
  await webview(page).getByText('SmolLM2 135M Instruct, Q4_1').first().waitFor();
  await webview(page).locator('.message-row .author').first().waitFor();
  await shot(page, 'web-recording');
}

/** A model on a server that allows the page answers; where the server does not allow it, the message says what can be wrong. */
async function isModelAsked({ page, folder }: Studio): Promise<void> {
  const model = await startModelServer();
  const allowing = await allowPages(model.origin);
  try {
    const [open, closed] = [`${allowing.origin}/v1`, model.baseUrl];
    const models = `models:\n  open: { kind: openai, base_url: "${open}", name: m }\n  closed: { kind: openai, base_url: "${closed}", name: m }\n`;
    writeFileSync(
      join(folder, 'asked.society'),
      SMALL.replace('scenarios:', `${models}scenarios:`).replace('    rounds', '    model: open\n    rounds'),
    );
    await openFile(page, 'asked.society');
    await runCommand(page, 'Society: Run Scenario');
    await eventually(page, () => Promise.resolve(model.requests.length > 0), 'the model is asked through the page');
    await shot(page, 'web-model');
    await runCommand(page, 'Society: Test Model Connection…');
    await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: 'closed' }).first().click();
    await page.locator('.notifications-toasts, .view-lines').getByText('(CORS)').first().waitFor();
    await shot(page, 'web-cors');
  } finally {
    await allowing.close();
    await model.close();
  }
}

/** A server in front of another that allows pages of all origins. */
async function allowPages(origin: string): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const head = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'authorization, content-type' };
  const pass = async (path: string, method: string, body: Buffer, response: ServerResponse): Promise<void> => {
    const init = method === 'GET' ? {} : { body: new Uint8Array(body), headers: { 'content-type': 'application/json' } };
    const answer = await fetch(origin + path, { method, ...init });
    response.writeHead(answer.status, { ...head, 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.method === 'OPTIONS') response.writeHead(204, head).end();
      else void pass(request.url ?? '/', request.method ?? 'GET', Buffer.concat(parts), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => void server.close(() => resolve()));
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
