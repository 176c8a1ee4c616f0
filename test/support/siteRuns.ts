/** Runs that the site of the documents embeds: reports whose script and style are files that all of them share. */
import { createHash } from 'node:crypto';
import { finished } from '../../src/core/util/slices.js';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import { fileUri } from '../../src/node/ports.js';
import type { PanelSnapshot } from '../../src/protocol/course.js';
import { recordedHandle, sharedSnapshot, type TestHost, testScenario, withGroups } from '../../src/runs/index.js';
import { reportHtml } from '../../webview/report/html.js';
import { words } from '../../webview/ui/strings.js';
import { languageOf } from './gallery.js';
import { readRecordedRuns } from './recordedRuns.js';

/** A scenario of a file of the repository. */
export interface PlayedItem {
  /** The name of the page. */
  readonly id: string;
  /** The path of the society from the root. */
  readonly path: string;
  /** Null for the first scenario of the file. */
  readonly scenario: string | null;
}

export interface SiteRun {
  readonly id: string;
  readonly title: string;
  /** Scenario, number of agents and rounds, seed and minds, as the panel shows them. */
  readonly provenance: string;
  /** The whole page; it loads `report.js` and `report.css` of its folder. */
  readonly html: string;
}

/** Plays a scenario with the seed of its file and the built-in mind. Throws if the run does not end. */
export async function playForSite(root: string, { id, path, scenario: wanted }: PlayedItem): Promise<SiteRun> {
  const language = languageOf(root);
  const uri = fileUri(`${root}/${path}`);
  const scenario = wanted ?? Object.keys((await language.resolve(uri)).society.scenarios ?? {})[0];
  if (scenario === undefined) throw new Error(`${path} has no scenario`);
  let shown: PanelSnapshot | null = null;
  const host: TestHost = { ...KEYLESS, language, seeds: ({ seed }) => [seed] };
  await testScenario(uri, scenario, host, ({ problem }, _of, { model, timeline }) => {
    if (problem !== null) throw new Error(`${path}: ${scenario}: ${problem}`);
    const source = { id, model, timeline, state: 'ended' as const, problem: null, cost: null };
    shown = finished(withGroups(sharedSnapshot(source), source));
  });
  if (!shown) throw new Error(`${path}: ${scenario} was not played`);
  return pageOf(id, shown);
}

/** The recorded runs of real models. */
export async function recordedForSite(root: string): Promise<readonly SiteRun[]> {
  const recordings = await readRecordedRuns(root);
  return recordings.map(({ id, run }) => {
    const source = { ...recordedHandle(run, run.manifest.state), cost: null };
    return pageOf(id, finished(withGroups(sharedSnapshot(source), source)));
  });
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Marks that stand for script and style until they are replaced by links to the shared files. */
const SCRIPT = '/* script */';
const STYLE = '/* style */';

function pageOf(id: string, snapshot: PanelSnapshot): SiteRun {
  const whole = reportHtml({
    snapshot,
    created: '',
    description: '',
    expected: [],
    cards: [],
    outside: { sections: [], problems: [] },
    script: SCRIPT,
    style: STYLE,
    hash,
  });
  const html = whole
    // The panel itself shows the title.
    .replace(/<section class="report-head"[\s\S]*?<\/section>\n/, '')
    .replace(`<script>${SCRIPT}</script>`, '<script src="report.js"></script>')
    .replace(`<style>${STYLE}</style>`, '<link rel="stylesheet" href="report.css">')
    .replace(`&#39;sha256-${hash(SCRIPT)}&#39;`, "'self'")
    .replace(`&#39;sha256-${hash(STYLE)}&#39;`, "'self'");
  return { id, title: snapshot.run.title, provenance: words.provenance(snapshot.run.scenario, snapshot.run), html };
}

/** No mind gets access. */
const KEYLESS: Omit<TestHost, 'language'> = {
  access: { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} },
  token: neverCancelled,
  place: () => Promise.reject(new Error('Nothing of the site is kept.')),
  mayAsk: () => Promise.resolve(false),
};
