/**
 * Persona coverage in the text: which lines of a persona, and of what it inherits, reached the questions of the shown
 * run, up to the shown moment. It is computed in the background, and only while it is visible.
 */
import { errorText } from '../../core/util/recordedText.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Coverage, CoverageMark, Reach } from '../../runs/index.js';
import type { ShownRun } from './shownRun.js';
import * as vscode from 'vscode';
import { agentAt } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { rooms } from '../window/rooms.js';
import { soon } from '../window/debounce.js';
import { coveredLines, markWords, namesOf, type PlacedMark, placedMarks } from './coverageLines.js';
import { type Moment, whenWords } from './moment.js';
import { isEdited, ownText, type OwnText } from './ownText.js';

const { t } = vscode.l10n;

const SETTING = 'editor.coverage';

/** Milliseconds between two updates while the run continues. */
const REST = 400;

/** Milliseconds of reading after which the event loop runs. */
const BREATH_MS = 8;

/** The style of a line by its coverage. Lines also differ in form and text, so that colours are not needed. */
const LOOKS: Readonly<Record<Reach, { readonly style: string; readonly width: number; readonly color: string }>> = {
  used: { style: 'solid', width: 2, color: 'charts.green' },
  cut: { style: 'dashed', width: 2, color: 'charts.yellow' },
  withheld: { style: 'double', width: 4, color: 'charts.purple' },
  felt: { style: 'solid', width: 1, color: 'charts.blue' },
  unused: { style: 'dotted', width: 3, color: 'charts.foreground' },
};

const REACHES = Object.keys(LOOKS) as readonly Reach[];

export class CoverageView implements vscode.Disposable {
  readonly #lines: ReadonlyMap<Reach, vscode.TextEditorDecorationType>;
  /** The decoration that has only hover texts and no style. */
  readonly #things = vscode.window.createTextEditorDecorationType({});
  readonly #status = vscode.window.createStatusBarItem('society.coverage', vscode.StatusBarAlignment.Left, 9);
  readonly #readings = new WeakMap<ShownRun, CoverageReading>();
  readonly #parts: vscode.Disposable;
  #busy = false;
  #again = false;
  #disposed = false;
  /** The displayed marks by document. A test reads them. */
  readonly shown = new Map<string, readonly PlacedMark[]>();

  constructor(readonly moment: Moment) {
    const { workspace, window } = vscode;
    const change = soon(REST, () => void this.#update());
    this.#lines = new Map(REACHES.map((reach) => [reach, window.createTextEditorDecorationType(looks(reach))]));
    this.#status.name = t('Persona Coverage');
    this.#status.command = 'society.hideCoverage';
    this.#parts = vscode.Disposable.from(
      change,
      this.#things,
      this.#status,
      ...this.#lines.values(),
      moment.onDidMove(change.ask),
      window.onDidChangeVisibleTextEditors(change.ask),
      workspace.onDidChangeTextDocument(({ document }) => this.shown.has(document.uri.toString()) && change.ask()),
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(`society.${SETTING}`) && change.ask()),
    );
    change.ask();
  }

  get status(): string {
    return this.#status.text;
  }

  dispose(): void {
    this.#disposed = true;
    this.#parts.dispose();
  }

  /** Runs one update at a time. Requests during an update are handled after it. */
  async #update(): Promise<void> {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#again && !this.#disposed) {
      this.#again = false;
      await this.#show().catch((error: unknown) => this.#fail(error));
    }
    this.#busy = false;
  }

  async #show(): Promise<void> {
    const { run } = this.moment;
    const editors = run && isCoverageOn() ? vscode.window.visibleTextEditors.filter(({ document }) => ownText(run, document)) : [];
    if (!run || editors.length === 0) return this.#clear();
    const { Coverage, coverageMarks, isFelt, roundsText } = await (await rooms.runs()).coverageRoom();
    let reading = this.#readings.get(run);
    if (!reading) {
      this.#readings.set(run, (reading = new CoverageReading(run, { Coverage, isFelt, breathe: breather(BREATH_MS) })));
      this.#status.text = `$(sync~spin) ${t('Persona coverage…')}`;
      this.#status.show();
    }
    // New requests do not stop an update: otherwise the coverage of a fast run would never appear.
    const isStopped = (): boolean => this.#disposed || this.moment.run !== run;
    const { coverage, felt } = await reading.read(isStopped);
    if (isStopped()) return;
    const marks = coverageMarks(coverage.agents, run.resolved.nodes, this.moment.seq ?? coverage.seq, (node) => felt.has(node));
    for (const editor of vscode.window.visibleTextEditors) this.#paint(editor, run, marks, roundsText);
    this.#tell(run, marks, coverage.isFull);
  }

  #paint(editor: vscode.TextEditor, run: ShownRun, marks: readonly CoverageMark[], roundsText: RoundsText): void {
    const { document } = editor;
    const own: OwnText | null = ownText(run, document);
    const placed = own ? placedMarks(own, marks) : [];
    const lines = coveredLines(document, placed);
    for (const [reach, type] of this.#lines)
      editor.setDecorations(
        type,
        lines
          .filter((line) => line.reach === reach)
          .map(({ range, words }) => ({ range, renderOptions: words === '' ? {} : { after: { contentText: words } } })),
      );
    const when = this.#when(run, document);
    editor.setDecorations(
      this.#things,
      placed.map(({ range, mark }) => ({
        range,
        hoverMessage: markWords({ mark, rounds: roundsText(mark.rounds), names: namesOf(mark.agents, this.#nameOf), when }),
      })),
    );
    if (own) this.shown.set(document.uri.toString(), placed);
    else this.shown.delete(document.uri.toString());
  }

  readonly #nameOf = (id: string): string => {
    const { state } = this.moment;
    return (state && agentAt(state, indexOf(state.roster, id))?.name) ?? id;
  };

  #when(run: ShownRun, document: vscode.TextDocument): string {
    const { seq, state } = this.moment;
    const round = state?.round ?? 0;
    const when = t('As of {0} of the run.', whenWords(seq, round));
    return isEdited(run, document) ? `${when} ${t('The file was edited since the run.')}` : when;
  }

  #tell(run: ShownRun, marks: readonly CoverageMark[], isFull: boolean): void {
    const own = marks.filter(({ span }) => !span.source.startsWith('society-library:'));
    const count = (reach: Reach): number => own.filter((mark) => mark.reach === reach).length;
    const used = count('used');
    this.#status.text = `$(checklist) ${t('{0} of {1} lines used', used, own.length)}`;
    const words: readonly (readonly [number, string])[] = [
      [used, t('used in a question')],
      [count('cut'), t('never recalled')],
      [count('withheld'), t('withheld from external models')],
      [count('felt'), t('in no question, but read by a rule')],
      [count('unused'), t('without effect on any question')],
    ];
    const lines = [
      t('Lines of personas in the questions of “{0}”', run.source.model.title),
      ...words.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`),
      ...(isFull ? [t('Only the first questions of this long run are included.')] : []),
      t('Click to hide.'),
    ];
    this.#status.tooltip = lines.join('\n');
    this.#status.accessibilityInformation = { label: lines.join('. ') };
    this.#status.show();
  }

  #clear(): void {
    for (const editor of vscode.window.visibleTextEditors)
      for (const type of [this.#things, ...this.#lines.values()]) editor.setDecorations(type, []);
    this.shown.clear();
    this.#status.hide();
  }

  /** Shows why there is no coverage, for example if this version cannot plan the run again. */
  #fail(error: unknown): void {
    this.#clear();
    this.#status.text = `$(warning) ${t('No persona coverage')}`;
    this.#status.tooltip = t('The questions of this run cannot be reconstructed: {0}', errorText(error));
    this.#status.show();
  }
}

type RoundsText = (rounds: readonly number[]) => string;

const looks = (reach: Reach): vscode.DecorationRenderOptions => {
  const { style, width, color: name } = LOOKS[reach];
  const color = new vscode.ThemeColor(name);
  return {
    isWholeLine: true,
    borderStyle: style,
    borderWidth: `0 0 0 ${width}px`,
    borderColor: color,
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em', fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    ...(reach === 'used' ? {} : { overviewRulerColor: color, overviewRulerLane: vscode.OverviewRulerLane.Left }),
  };
};

const isCoverageOn = (): boolean => vscode.workspace.getConfiguration('society').get<unknown>(SETTING) === true;

/** Turns coverage on or off in the settings of the workspace if it is set there, otherwise in the user settings. */
export async function setCoverage(moment: Moment, on: boolean): Promise<void> {
  const settings = vscode.workspace.getConfiguration('society');
  const { workspaceValue } = settings.inspect<boolean>(SETTING) ?? {};
  const { Global, Workspace } = vscode.ConfigurationTarget;
  await settings.update(SETTING, on, workspaceValue === undefined ? Global : Workspace);
  if (on) await moment.begin();
  if (on && !moment.run)
    void vscode.window.showInformationMessage(t('Persona coverage appears in the text after the society has run, or when you open a run.'));
}

// The coverage of one run. It is read in pieces as the run continues, and yields to other work in between.

type Room = Awaited<ReturnType<typeof import('../../runs/index.js')['coverageRoom']>>;

interface CoveragePorts extends Pick<Room, 'Coverage' | 'isFelt'> {
  readonly breathe: () => Promise<void> | undefined;
}

interface CoverageRead {
  readonly coverage: Coverage;
  /** Nodes of lines that appeared in no question, but without which the run would differ. */
  readonly felt: ReadonlySet<NodeId>;
}

/** Maximum number of events of a run for which the reads of rules are computed. This repeats the run for each line. */
const MOST_FELT = 20_000;

class CoverageReading {
  readonly #coverage: Coverage;
  readonly #felt = new Map<NodeId, boolean>();

  constructor(
    readonly run: ShownRun,
    readonly ports: CoveragePorts,
  ) {
    const { source, resolved, prose } = run;
    this.#coverage = new ports.Coverage({ model: source.model, society: resolved.society, prose });
  }

  /** Continues reading to the current end of the run, unless it is stopped. */
  async read(isStopped: () => boolean): Promise<CoverageRead> {
    const { run, ports } = this;
    const { events } = run.timeline;
    const end = events.length;
    while (this.#coverage.seq + 1 < end && !isStopped()) {
      this.#coverage.add(events[this.#coverage.seq + 1]!);
      await ports.breathe();
    }
    if (run.source.state !== 'running' && end <= MOST_FELT) await this.#feel(isStopped);
    return { coverage: this.#coverage, felt: new Set([...this.#felt].flatMap(([node, felt]) => (felt ? [node] : []))) };
  }

  async #feel(isStopped: () => boolean): Promise<void> {
    const { run, ports } = this;
    const lines = this.#coverage.agents.flatMap((agent) => agent.lines);
    const used = new Set(lines.flatMap(({ node, used: [first] }) => (first === undefined ? [] : [node])));
    for (const { node, cut, withheld } of lines) {
      if (isStopped()) return;
      if (this.#felt.has(node) || used.has(node) || cut.length + withheld.length > 0) continue;
      this.#felt.set(node, await ports.isFelt(this.#coverage.source, node, run.timeline.events, ports.breathe));
    }
  }
}
