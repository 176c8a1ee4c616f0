/**
 * Prompts as read-only documents that update while the user types. Owns the last rendering of each open document: its links, and
 * its text, which remains visible with a note while a file cannot be read.
 */
import * as vscode from 'vscode';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { translated } from '../../core/util/recordedText.js';
import type { PromptDocument, PromptShown } from '../../runs/index.js';
import { toLocation, toRange, toUri } from '../window/convert.js';
import { isSociety, type LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';
import { PROMPT_SCHEME, type PromptOf, promptOf } from './promptAddress.js';

const { t } = vscode.l10n;

/** Milliseconds from the last change to a new rendering. */
const SOON = 120;

/** The content of one open document. */
interface Shown {
  readonly document: PromptDocument;
  readonly wordings: readonly string[];
  /** Number of lines that were inserted before the text of the prompt. */
  readonly offset: number;
}

export class PromptDocuments implements vscode.Disposable {
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #rendered = new vscode.EventEmitter<void>();
  readonly #running = new Map<string, vscode.CancellationTokenSource>();
  readonly #parts: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  /** Fires when a document was rendered again. */
  readonly onDidRender: vscode.Event<void> = this.#rendered.event;

  constructor(readonly language: LanguageHost) {
    const { workspace, languages } = vscode;
    const watcher = workspace.createFileSystemWatcher('**/*.society');
    const soon = (): void => this.#soon();
    const selector = { scheme: PROMPT_SCHEME };
    this.#parts = vscode.Disposable.from(
      this.#changed,
      this.#rendered,
      watcher,
      watcher.onDidChange(soon),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isSociety(document)) this.#soon();
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      workspace.registerTextDocumentContentProvider(PROMPT_SCHEME, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#content(uri),
      }),
      languages.registerDocumentLinkProvider(selector, { provideDocumentLinks: ({ uri }) => this.#links(uri) }),
      languages.registerDefinitionProvider(selector, { provideDefinition: ({ uri }, position) => this.#definition(uri, position) }),
    );
  }

  /** The wordings of the prompts in a shown document. */
  wordings(uri: vscode.Uri): readonly string[] {
    return this.#shown.get(uri.toString())?.wordings ?? [];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const source of this.#running.values()) source.cancel();
    this.#parts.dispose();
  }

  #soon(): void {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === PROMPT_SCHEME);
    if (open.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const { uri } of open) this.#changed.fire(uri);
    }, SOON);
  }

  #forget(uri: vscode.Uri): void {
    if (uri.scheme !== PROMPT_SCHEME) return;
    this.#running.get(uri.toString())?.cancel();
    this.#running.delete(uri.toString());
    this.#shown.delete(uri.toString());
  }

  /** Renders a document. A newer call for the same document cancels the current one. */
  async #content(uri: vscode.Uri): Promise<string> {
    const of = promptOf(uri);
    if (!of) return t('This address does not refer to a prompt.');
    const key = uri.toString();
    this.#running.get(key)?.cancel();
    const running = new vscode.CancellationTokenSource();
    this.#running.set(key, running);
    const shown = await this.#render(of, running.token);
    if (this.#running.get(key) === running) this.#running.delete(key);
    const text = await this.#keep(key, shown);
    this.#rendered.fire();
    return text;
  }

  /** Renders a prompt. The agent may be in a scenario of the file, or of another open file that imports it. */
  async #render(of: PromptOf, token: CancellationToken): Promise<PromptShown> {
    const [service, { showPrompt }] = await Promise.all([this.language.service(), rooms.runs()]);
    const first = await showPrompt(service, of.file.toString(), of, token);
    if (first.ok || (first.code !== 'no-scenario' && first.code !== 'not-cast')) return first;
    for (const { uri } of vscode.workspace.textDocuments.filter(isSociety)) {
      if (uri.toString() === of.file.toString()) continue;
      const { sources } = await service.resolve(uri.toString());
      if (!sources.some((source) => source.uri === of.file.toString())) continue;
      const other = await showPrompt(service, uri.toString(), of, token);
      if (other.ok || token.isCancellationRequested) return other;
    }
    return first;
  }

  /** The text to show: the new prompt, or the current problem with the last prompt below it. */
  async #keep(key: string, shown: PromptShown): Promise<string> {
    const before = this.#shown.get(key);
    if (shown.ok) {
      const { promptDocument } = await rooms.runs();
      const document = promptDocument(shown);
      this.#shown.set(key, { document, wordings: shown.model.wordings, offset: 0 });
      return document.text;
    }
    if (shown.code === 'cancelled') return before ? textOf(before, null) : '';
    const said = wrong(shown);
    if (!before) return said;
    const kept = { ...before, offset: said.split('\n').length + 1 };
    this.#shown.set(key, kept);
    return textOf(kept, said);
  }

  #links(uri: vscode.Uri): vscode.DocumentLink[] {
    const shown = this.#shown.get(uri.toString());
    return (shown?.document.links ?? []).map(({ line, start, end, target }) => {
      const { start: place } = toRange(target.range);
      const fragment = `L${place.line + 1},${place.character + 1}`;
      const row = line + shown!.offset;
      const link = new vscode.DocumentLink(new vscode.Range(row, start, row, end), toUri(target.source).with({ fragment }));
      link.tooltip = t('Go to the line in the file');
      return link;
    });
  }

  async #definition(uri: vscode.Uri, { line, character }: vscode.Position): Promise<vscode.Location | undefined> {
    const shown = this.#shown.get(uri.toString());
    if (!shown) return undefined;
    const { originAt } = await rooms.runs();
    const span = originAt(shown.document, line - shown.offset, character);
    return span ? toLocation(span) : undefined;
  }
}

const textOf = ({ document }: Shown, said: string | null): string => (said === null ? document.text : `${said}\n\n${document.text}`);

function wrong({ message, problem }: PromptShown & { ok: false }): string {
  if (!problem) return translated(message);
  const file = problem.uri.slice(problem.uri.lastIndexOf('/') + 1);
  return t('{0}:{1}: {2} The last prompt, if any, is below.', file, problem.range.start.line + 1, translated(message));
}
