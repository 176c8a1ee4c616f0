/**
 * *Interview*: an agent answers a question in its state at the shown moment. The answer appears in a read-only document, word by
 * word if the mind streams. It is saved neither in the run nor on the disk; its cost is added to the run.
 */
import { errorText, translated } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { agentAt } from '../../core/events/agents.js';
import type { State } from '../../core/events/state.js';
import type { ScenarioModel } from '../../engine/index.js';
import type { InterviewAnswer } from '../../runs/index.js';
import { chosenAgent } from './agentPicker.js';
import { mindAccess } from '../model/access.js';
import type { Keys } from '../model/keys.js';
import { rooms } from '../window/rooms.js';
import type { Consent } from '../run/consent.js';
import { soon } from '../window/debounce.js';
import type { ShownRun } from './shownRun.js';
import type { Moment } from './moment.js';

const { t } = vscode.l10n;

/** The scheme of interviews. The language of the same name makes no links of an agent's words, unlike Markdown. */
const INTERVIEW_SCHEME = 'society-interview';

/** Milliseconds between two updates of a streamed answer. */
const REST = 80;
const MOST_QUESTION = 2_000;

interface InterviewsPorts {
  readonly moment: Moment;
  readonly keys: Keys;
  readonly consent: Consent;
}

interface Asked {
  readonly run: ShownRun;
  readonly state: State;
  readonly index: number;
  readonly question: string;
}

export class Interviews implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #parts: vscode.Disposable;
  readonly #running = new Set<vscode.CancellationTokenSource>();
  #count = 0;

  constructor(readonly ports: InterviewsPorts) {
    const { workspace } = vscode;
    this.#parts = vscode.Disposable.from(
      this.#changed,
      workspace.registerTextDocumentContentProvider(INTERVIEW_SCHEME, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? t('Interviews are not saved. Ask again.'),
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  /** Interviews an agent. The user enters a missing agent or question. Returns the document. */
  async ask(agent?: string, question?: string): Promise<vscode.Uri | undefined> {
    const { run, state } = this.ports.moment;
    if (!run || !state || state.roster.length === 0) {
      void vscode.window.showInformationMessage(t('No agents to interview yet. Run a society, or choose a run in the Society view.'));
      return undefined;
    }
    const index = await chosenAgent(state, agent);
    if (index === undefined) return undefined;
    const { name } = agentAt(state, index)!;
    const asked = question ?? (await questionFor(name, state.round));
    if (!asked) return undefined;
    return this.#put({ run, state, index, question: asked.slice(0, MOST_QUESTION) });
  }

  dispose(): void {
    for (const one of this.#running) one.cancel();
    this.#parts.dispose();
  }

  async #put(asked: Asked): Promise<vscode.Uri | undefined> {
    const { run, state, index } = asked;
    const { makeMinds, mindWords } = await rooms.runs();
    const { source, resolved, ledger, book } = run;
    const made = await makeMinds(resolved.society, source.model, mindAccess(this.ports.keys, run.uri), { resolved, ledger, book });
    if (!made.ok) {
      void vscode.window.showErrorMessage(t('The interview cannot be held: {0}', translated(made.message)));
      return undefined;
    }
    if (!(await mayAsk(this.ports.consent, asked))) return undefined;
    const { name, mind } = agentAt(state, index)!;
    const who = mindWords({ minds: source.model.minds.filter(({ id }) => id === mind) }) || mind;
    const uri = interviewUri(name, ++this.#count);
    const head = headOf(asked, name, who);
    const write = (answer: string): void => {
      this.#texts.set(uri.toString(), `${head}\n\n${name}\n${answer}\n`);
      this.#changed.fire(uri);
    };
    write('…');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: columnFor(), preview: true, preserveFocus: true });
    await this.#hear(asked, made.minds, uri, write);
    return uri;
  }

  /** Waits until the answer is complete or its document is closed. The cost is added to the run. */
  async #hear({ run, state, index, question }: Asked, minds: Minds, uri: vscode.Uri, write: (answer: string) => void): Promise<void> {
    const [{ interview, modelAt }, { sha256 }] = await Promise.all([rooms.runs(), import('../../node/ports.js')]);
    const cancel = new vscode.CancellationTokenSource();
    this.#running.add(cancel);
    let heardSoFar = '';
    const show = soon(REST, () => !cancel.token.isCancellationRequested && write(`${heardSoFar}…`));
    const heard = (_: number, soFar: string): void => {
      heardSoFar = soFar;
      show.ask();
    };
    const closed = vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.uri.toString() === uri.toString()) cancel.cancel();
    });
    const request = { agent: agentAt(state, index)!.id, text: question };
    const before = run.ledger.spent;
    const model = modelAt(run.source.model, state.seq);
    const progress = { location: vscode.ProgressLocation.Window, title: t('Waiting for an answer…') };
    const asking = (): ReturnType<typeof interview> => interview(model, state, request, { sha256, minds, token: cancel.token, heard });
    const answers = await vscode.window.withProgress(progress, asking);
    if (!cancel.token.isCancellationRequested) write(answers.map(answerWords).join('\n'));
    this.#running.delete(cancel);
    vscode.Disposable.from(show, closed, cancel).dispose();
    if (run.ledger.spent !== before) await run.paid().catch(tellUnwritten);
  }
}

/** Whether the user allows an interview. Only the knowledge of this agent is sent, and only to its own model. */
export async function mayAsk(consent: Consent, { run, state, index }: Pick<Asked, 'run' | 'state' | 'index'>): Promise<boolean> {
  const { source, resolved, ledger } = run;
  const { id, name, mind } = agentAt(state, index)!;
  const own = source.model.agents.at(source.model.agents.indexOf(id));
  const agents = (await rooms.runs()).agentSpecsOf(own ? [own] : []);
  const minds = source.model.minds.filter((one) => one.id === mind);
  const model: ScenarioModel = { ...source.model, agents, minds, mindFor: {}, interventions: [] };
  const said = { question: t('Interview {0} with an external model?', name), lines: [], action: t('Interview'), once: true } as const;
  return consent.isGiven(run.uri, { model, resolved, ledger }, Promise.resolve(null), said);
}

export function tellUnwritten(error: unknown): void {
  const why = errorText(error);
  void vscode.window.showWarningMessage(t('The cost could not be written to the folder of the run: {0}', why));
}

/** The URI of an interview. The path is the title of the tab. */
const interviewUri = (name: string, count: number): vscode.Uri =>
  vscode.Uri.from({
    scheme: INTERVIEW_SCHEME,
    path: `/${t('Interview with {0}', name.replace(/[\\/]/g, ' '))}.interview`,
    query: String(count),
  });

const headOf = ({ run, state, question }: Asked, name: string, who: string): string =>
  [
    t('Interview with {0}, round {1} of “{2}”', name, state.round, run.source.model.title),
    t('Answered by {0}. Synthetic: no person said any of it.', who),
    t('This interview is not saved. The run does not change, and no agent in it knows about the interview.'),
    '',
    t('Question'),
    question,
  ].join('\n');

/** The column of another interview, or the column next to the text. If the panel has the focus, no new column is opened. */
function columnFor(): vscode.ViewColumn {
  const open = vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === INTERVIEW_SCHEME);
  return open?.viewColumn ?? (vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active);
}

type Minds = Parameters<Awaited<ReturnType<typeof rooms.runs>>['interview']>[3]['minds'];

function answerWords({ text, reason }: InterviewAnswer): string {
  if (text !== null) return text;
  if (reason === 'budget-reached') return t('(no answer: the budget of the run is reached. Double the budget to continue.)');
  return t('(no answer: {0})', (reason ?? '').replaceAll(/[-_]/g, ' '));
}

async function questionFor(name: string, round: number): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: t('Interview {0}, round {1}', name, round),
    prompt: t('{0} answers with its knowledge at this moment. The answer is not saved.', name),
    placeHolder: t('Why did you do that?'),
    ignoreFocusOut: true,
  });
}
