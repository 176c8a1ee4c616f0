/**
 * Comparisons of two runs as read-only documents: the comparison as a page, and the messages of both runs side by side. Each
 * request creates them again.
 */
import { translated } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { RecordedRun } from '../../runs/index.js';
import { setContext } from '../window/contextKeys.js';
import { rooms } from '../window/rooms.js';
import type { Runs } from '../run/runs.js';
import { listRuns, type ListedRun, runRoots } from '../side/runList.js';
import { pathOf, uriOf } from '../window/paths.js';

const { t } = vscode.l10n;

const SCHEME = 'society-comparison';

/** Maximum number of texts that are kept. A page can be shown again long after its document was closed. */
const MOST_KEPT = 30;

/** Milliseconds of work after which it yields to the editor. */
const BREATH_MS = 8;

/** Folders of the two runs. The first is the reference. */
interface Compared {
  readonly a: string;
  readonly b: string;
}

interface ComparisonPorts {
  readonly runs: Runs;
  readonly storage: vscode.Uri;
}

export class Comparisons implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #parts: vscode.Disposable;
  #last: Compared | null = null;
  readonly #compared = new vscode.EventEmitter<{ readonly a: RecordedRun; readonly b: RecordedRun }>();

  /** Fires with the two runs of a new comparison. */
  readonly onDidCompare = this.#compared.event;

  constructor(readonly ports: ComparisonPorts) {
    this.#parts = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
        provideTextDocumentContent: (uri) =>
          this.#texts.get(uri.toString()) ?? t('This comparison is no longer available. Compare the runs again.'),
      }),
    );
  }

  /** Opens the comparison of a fork with its parent. Returns the document. */
  async withParent(dir: string): Promise<vscode.Uri | undefined> {
    const run = await this.#recorded(dir);
    if (!run) return undefined;
    const { parent } = run.manifest;
    if (parent === null)
      return void vscode.window.showInformationMessage(t('This run is not a fork, so it has no parent to compare with.'));
    const beside = (await this.#listed(dir)).find(({ manifest }) => manifest.id === parent);
    if (!beside) return void vscode.window.showErrorMessage(t('The parent of this fork, run {0}, no longer exists.', parent));
    return this.show({ a: pathOf(beside.dir), b: dir });
  }

  /** Opens the comparison of a run with a run that the user chooses. */
  async withChosen(dir: string): Promise<vscode.Uri | undefined> {
    const run = await this.#recorded(dir);
    if (!run) return undefined;
    const { parent, title } = run.manifest;
    const others = await this.#listed(dir);
    if (others.length === 0) return void vscode.window.showInformationMessage(t('No other run to compare with.'));
    const picks = others.map(({ manifest, dir: folder }) => ({
      label: manifest.id,
      description: [manifest.scenario, t('seed {0}', manifest.seed), ...(manifest.id === parent ? [t('parent')] : [])].join(' · '),
      ...(manifest.title === title ? {} : { detail: manifest.title }),
      folder,
    }));
    // The parent first, then runs of the same society.
    const near = ({ label, detail }: (typeof picks)[number]): number => (label === parent ? 2 : detail === undefined ? 1 : 0);
    picks.sort((x, y) => near(y) - near(x));
    const options = { title: t('Compare {0} With…', run.manifest.id), matchOnDescription: true, matchOnDetail: true };
    const chosen = await vscode.window.showQuickPick(picks, options);
    return chosen && this.show({ a: pathOf(chosen.folder), b: dir });
  }

  /** Shows a comparison, as a rendered page if the editor can show one. */
  async show(compared: Compared): Promise<vscode.Uri | undefined> {
    const [a, b] = [await this.#recorded(compared.a), await this.#recorded(compared.b)];
    if (!a || !b) return undefined;
    const { pastRoom, damageWords } = await rooms.runs();
    const { compareRuns, comparisonMarkdown } = await pastRoom();
    let page: string;
    try {
      page = comparisonMarkdown(compareRuns(a, b));
    } catch (error) {
      throw new Error(damageWords(error, a) ?? damageWords(error, b) ?? String(error), { cause: error });
    }
    const uri = this.#put(`${a.manifest.id} ↔ ${b.manifest.id}.md`, page);
    this.#last = compared;
    this.#compared.fire({ a, b });
    setContext('society.comparing', true);
    await vscode.workspace.openTextDocument(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri).then(undefined, () => vscode.window.showTextDocument(uri));
    return uri;
  }

  /** Shows the messages of the last two compared runs side by side. */
  async transcripts(): Promise<void> {
    if (!this.#last) return void vscode.window.showInformationMessage(t('Compare two runs first.'));
    const [a, b] = [await this.#recorded(this.#last.a), await this.#recorded(this.#last.b)];
    if (!a || !b) return;
    const [left, right] = await Promise.all([this.#transcript(a), this.#transcript(b)]);
    await vscode.commands.executeCommand('vscode.diff', left, right, t('{0} ↔ {1}: messages', a.manifest.id, b.manifest.id));
  }

  dispose(): void {
    this.#parts.dispose();
    this.#compared.dispose();
    this.#texts.clear();
  }

  async #transcript(run: RecordedRun): Promise<vscode.Uri> {
    const { timelineOf, pastRoom } = await rooms.runs();
    const [{ transcriptText }, { breather }] = await Promise.all([pastRoom(), import('../../node/yieldToEventLoop.js')]);
    const timeline = timelineOf(run);
    await timeline.foldAhead(breather(BREATH_MS));
    return this.#put(`${run.manifest.id}.txt`, transcriptText(timeline.head));
  }

  #put(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.#texts.delete(uri.toString());
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MOST_KEPT && oldest !== undefined) this.#texts.delete(oldest);
    return uri;
  }

  async #recorded(dir: string): Promise<RecordedRun | null> {
    const opened = await this.ports.runs.recorded(dir);
    if (opened.ok) return opened.run;
    void vscode.window.showErrorMessage(t('The run in {0} cannot be compared: {1}', dir, translated(opened.message)));
    return null;
  }

  /** Runs that a run can be compared with, including the other runs in its folder. */
  async #listed(dir: string): Promise<readonly ListedRun[]> {
    const { runs, storage } = this.ports;
    const beside = vscode.Uri.joinPath(uriOf(dir), '..');
    const last = runs.last ? [vscode.Uri.joinPath(uriOf(runs.last.dir), '..')] : [];
    const all = await listRuns([beside, ...runRoots(storage, last)], []);
    return all.filter((listed) => pathOf(listed.dir) !== dir);
  }
}
