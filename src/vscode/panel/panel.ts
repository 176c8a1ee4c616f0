/**
 * The panel: one webview next to the editor that shows a run. It owns no state of the run. Whenever the page reports that it is
 * ready, it gets one snapshot and then the changes. A hidden page is disposed and gets no messages.
 */
import * as vscode from 'vscode';
import type { CrowdQuestion } from '../../protocol/groups.js';
import type { AskedMind, PanelAnswer, PanelCost, PanelQuestion } from '../../protocol/panelRequests.js';
import type { PanelBeside, PanelSnapshot } from '../../protocol/course.js';
import { type FromPanel, isFromPanel, PROTOCOL_VERSION, type ToPanel } from '../../protocol/messages.js';
import { snapshotMessages } from '../../protocol/messageParts.js';
import { panelHtml } from '../../../webview/ui/html.js';
import type { Cast, CrowdReader, PanelRun, RecordedRun } from '../../runs/index.js';
import { MOST_NODES } from '../../runs/views/panelCast.js';
import { indexOf } from '../../core/events/roster.js';
import { finishedSlowly, finishedUnless } from '../../core/util/slices.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { setContext } from '../window/contextKeys.js';
import { faultWords, type ShownRun } from '../moment/shownRun.js';
import { rooms } from '../window/rooms.js';
import { newNonce } from '../window/contentSecurity.js';

export const PANEL = 'society.panel';

/** Milliseconds of work after which the event loop runs. */
const BREATH_MS = 8;

/** Messages of the page that others handle. The panel handles `ready` and `ask` itself. */
export type Wish = Exclude<FromPanel, { type: 'ready' | 'ask' }>;

interface PanelPorts {
  readonly extensionUri: vscode.Uri;
  readonly receive: (message: Wish) => void;
}

type Runs = Awaited<ReturnType<typeof rooms.runs>>;

export class Panel implements vscode.Disposable {
  readonly #parts: vscode.Disposable[] = [];
  readonly #closed = new vscode.EventEmitter<void>();
  #shown: ShownRun | null = null;
  /** The run is shown after this event; null follows the run. */
  #moment: number | null = null;
  /** Number of moves in time that the page has reported. */
  #went = 0;
  /** Measures of another run, for comparison with this run. */
  #beside: PanelBeside | null = null;
  #breakpoints: readonly number[] = [];
  #watch: vscode.Disposable | undefined;
  #ready = false;
  #runs: Runs | null = null;
  /** Number of events that the page has. */
  #sent = 0;
  /** The delta on its way to the page. Changes wait for it and go as one, so that a fast run never fills the connection to the editor. */
  #sending: object | null = null;
  /** Changes wait. */
  #waiting = false;
  /** The cost that the page got last. */
  #cost: PanelCost | null = null;
  /** The agents that the page knows; null before its snapshot. */
  #cast: Cast | null = null;
  /** Answers questions about the shown society if it has more agents than the page draws. */
  #crowd: CrowdReader | null = null;
  /** The last question about groups. Such questions are answered one after the other; only the newest is answered to its end. */
  #asked: Promise<unknown> = Promise.resolve();
  #newest = 0;

  readonly onDidClose = this.#closed.event;

  constructor(
    readonly view: vscode.WebviewPanel,
    readonly ports: PanelPorts,
  ) {
    const dist = vscode.Uri.joinPath(ports.extensionUri, 'dist', 'webview');
    view.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const media = (name: string): vscode.Uri => vscode.Uri.joinPath(ports.extensionUri, 'media', name);
    view.iconPath = { light: media('society-light.svg'), dark: media('society-dark.svg') };
    this.#parts.push(
      view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      view.onDidChangeViewState(() => {
        if (!view.visible) this.#ready = false;
      }),
      view.onDidDispose(() => this.dispose()),
    );
    view.webview.html = pageOf(view.webview, dist);
  }

  /** Shows a run, after an event or as it continues; null shows the first steps. */
  show(shown: ShownRun | null, moment: number | null = null): void {
    this.#moment = moment;
    if (shown !== null && shown === this.#shown) {
      // The page treats an unknown event as the end of the run and would follow the run.
      this.#delta(true);
      this.#post({ type: 'moment', version: PROTOCOL_VERSION, moment, went: this.#went });
      return;
    }
    this.#watch?.dispose();
    this.#shown = shown;
    this.#cast = null;
    this.#crowd = null;
    this.#beside = null;
    this.#breakpoints = [];
    this.#watch = shown?.onDidAdvance(() => this.#delta());
    this.view.title = shown ? shown.source.model.title : vscode.l10n.t('Society');
    if (this.#ready) this.#show();
  }

  /** Shows the measures of another run next to those of this one. */
  async beside(run: RecordedRun): Promise<void> {
    const shown = this.#shown;
    const { timelineOf } = (this.#runs ??= await rooms.runs());
    if (shown !== this.#shown) return;
    const { measures } = timelineOf(run).head;
    this.#beside = { label: run.manifest.id, measures: measures.map(({ measure, values }) => ({ id: measure, values })) };
    this.#post({ type: 'beside', version: PROTOCOL_VERSION, beside: this.#beside });
  }

  /** Marks the events of the shown run at which breakpoints stop. */
  breakpoints(seqs: readonly number[]): void {
    this.#breakpoints = seqs;
    this.#post({ type: 'breakpoints', version: PROTOCOL_VERSION, seqs });
  }

  select(agent: string | null): void {
    this.#post({ type: 'select', version: PROTOCOL_VERSION, agent });
  }

  dispose(): void {
    this.#ready = false;
    this.#watch?.dispose();
    for (const part of this.#parts.splice(0)) part.dispose();
    this.#closed.fire();
    this.#closed.dispose();
    this.view.dispose();
  }

  /** Always answers, for the currently shown run, because the page waits for it. */
  async #answer(id: number, question: PanelQuestion): Promise<void> {
    const shown = this.#shown;
    let answer: PanelAnswer | null = null;
    let problem = vscode.l10n.t('Not available at this moment.');
    try {
      const runs = (this.#runs ??= await rooms.runs());
      answer = shown && (await this.#answerTo(runs, shown, question));
    } catch (error) {
      problem = vscode.l10n.t('This could not be computed: {0}', faultWords(shown, error));
    }
    this.#post({ type: 'answer', version: PROTOCOL_VERSION, id, answer, problem: answer ? '' : problem });
  }

  #receive(message: unknown): void {
    if (!isFromPanel(message)) return;
    if (message.type === 'ask') return void this.#answer(message.id, message.question);
    if (message.type === 'go') this.#went = message.count;
    if (message.type !== 'ready') return this.ports.receive(message);
    this.#went = 0;
    this.#ready = true;
    this.#show();
  }

  /** Shows the run. If its events are damaged, a message shows the place. */
  #show(): void {
    const shown = this.#shown;
    this.#snapshot().catch((error: unknown) => {
      void vscode.window.showErrorMessage(vscode.l10n.t('The run cannot be shown. {0}', faultWords(shown, error)));
    });
  }

  async #snapshot(): Promise<void> {
    const runs = (this.#runs ??= await rooms.runs());
    const shown = this.#shown;
    const source = shown?.source;
    // Until the page has the snapshot, it gets no changes. Of a page that was hidden, no message arrives.
    this.#cast = null;
    this.#sending = null;
    let snapshot: PanelSnapshot | null = null;
    if (source) {
      const cast = runs.panelCast(source);
      this.#sent = source.timeline.head.seq + 1;
      this.#cost = source.cost;
      snapshot = await finishedSlowly(runs.snapshotSlices(source, this.#moment, cast), breather(BREATH_MS));
      if (shown !== this.#shown || !this.#ready) return;
      this.#cast = cast;
      setContext('society.panelShown', true);
    }
    // The moment may have changed meanwhile.
    for (const message of snapshotMessages(snapshot && { ...snapshot, moment: this.#moment })) this.#post(message);
    if (this.#beside) this.#post({ type: 'beside', version: PROTOCOL_VERSION, beside: this.#beside });
    if (this.#breakpoints.length > 0) this.breakpoints(this.#breakpoints);
    if (source && source.timeline.events.length > this.#sent) this.#delta();
  }

  /** Sends the changes since the last message; `now` also while another delta is on its way. */
  #delta(now = false): void {
    const source = this.#shown?.source;
    if (!source || !this.#ready || !this.#runs || !this.#cast) return;
    if (this.#sending && !now) {
      this.#waiting = true;
      return;
    }
    const { events } = source.timeline;
    const since = events.slice(this.#sent);
    this.#sent = events.length;
    const delta = this.#runs.panelDelta(source, since, this.#cost, this.#cast);
    this.#cost = source.cost;
    this.#waiting = false;
    const message: ToPanel = { type: 'delta', version: PROTOCOL_VERSION, delta };
    this.#sending = message;
    const arrived = (): void => {
      if (this.#sending !== message) return;
      this.#sending = null;
      if (this.#waiting) this.#delta();
    };
    this.view.webview.postMessage(message).then(arrived, arrived);
  }

  async #answerTo(runs: Runs, shown: ShownRun, question: PanelQuestion): Promise<PanelAnswer | null> {
    if (question.kind === 'why') return answerWhy(runs, shown, question.seq);
    const seq = within(question.seq, shown);
    if (question.kind === 'change') return runs.panelChange(shown.source.model, shown.timeline, { ...question, seq });
    const crowd = (this.#crowd ??= shown.source.model.agents.length > MOST_NODES ? new runs.CrowdReader(shown.source) : null);
    if (question.kind === 'mind') return answerMind(runs, shown, { ...question, seq }, crowd);
    if (!crowd) return null;
    if (question.kind === 'find') return finishedSlowly(crowd.find({ ...question, seq }), breather(BREATH_MS));
    const number = ++this.#newest;
    const isOld = (): boolean => shown !== this.#shown || number !== this.#newest;
    const work = this.#asked.then(() => this.#answerGroups(runs, shown.source, crowd, { ...question, seq }, isOld));
    this.#asked = work.catch(() => null);
    return work;
  }

  /** The answer to a question about a crowd. An agent that the user chooses becomes known to the page. */
  async #answerGroups(
    runs: Runs,
    source: PanelRun,
    crowd: CrowdReader,
    question: Exclude<CrowdQuestion, { kind: 'find' }>,
    isOld: () => boolean,
  ): Promise<PanelAnswer | null> {
    if (isOld()) return null;
    const breathe = breather(BREATH_MS);
    if (question.kind === 'groups') return finishedUnless(crowd.groups(question), breathe, isOld);
    const { roster } = source.timeline.head;
    const index = indexOf(roster, question.agent);
    if (index < 0 || !this.#cast) return null;
    const delta = runs.introduced(source, this.#cast, index);
    if (delta) this.#post({ type: 'delta', version: PROTOCOL_VERSION, delta });
    return finishedUnless(crowd.near(question, this.#cast.placeOf(index)), breathe, isOld);
  }

  #post(message: ToPanel): void {
    if (this.#ready) void this.view.webview.postMessage(message);
  }
}

function answerWhy(runs: Runs, shown: ShownRun, seq: number): PanelAnswer | null {
  const { source, timeline, answers, prose } = shown;
  return runs.panelWhy({ model: source.model, timeline, answers }, within(seq, shown), prose);
}

async function answerMind(runs: Runs, shown: ShownRun, question: AskedMind, crowd: CrowdReader | null): Promise<PanelAnswer | null> {
  const { source, timeline } = shown;
  const mind = runs.panelMind(source.model, timeline.events, timeline.at(question.seq), question, shown.booked());
  const ties = mind && crowd && (await finishedSlowly(crowd.ties(question.seq, question.agent), breather(BREATH_MS)));
  return ties ? { ...mind, ties } : mind;
}

/** The event, limited to the events that exist. */
const within = (seq: number, { timeline }: ShownRun): number => Math.max(-1, Math.min(seq, timeline.events.length - 1));

function pageOf(webview: vscode.Webview, dist: vscode.Uri): string {
  const at = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  return panelHtml({
    scriptUri: at('panel.js'),
    styleUri: at('panel.css'),
    nonce: newNonce(),
    cspSource: webview.cspSource,
    title: vscode.l10n.t('Society'),
  });
}
