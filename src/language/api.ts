/**
 * The one facade of the language: what an editor, the command line and the engine ask of `.society` files.
 * Editor-free. Parsing never fails: it returns what was understood, and diagnostics.
 */
import type { NodeId } from '../core/ids.js';
import type { Position, Range, Span } from '../core/text.js';
import type { Society } from './generated/society.js';

export type Severity = 'error' | 'warning' | 'info';

export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly preferred?: boolean;
}

export interface Diagnostic {
  /** Stable, listed in docs/diagnostics.md, as in `unknown-id`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly fixes?: readonly Fix[];
}

export type CompletionKind = 'key' | 'value' | 'agent' | 'reference' | 'snippet' | 'function' | 'variable' | 'file';

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Snippet syntax (`$1`, `${1:text}`). */
  readonly insert: string;
  readonly replace: Range;
  readonly sort?: string;
  /** Ask for completions again once inserted. */
  readonly again?: boolean;
}

/** What can be done at a place with one click, beyond the fixes that problems bring with them. */
export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor.extract' | 'refactor.rewrite';
  readonly edits: readonly TextEdit[];
  /** The problem it mends. */
  readonly mends?: Pick<Diagnostic, 'code' | 'range'>;
  readonly preferred?: boolean;
}

/** What holds at a place though it is not written there. */
export interface InlayHint {
  readonly kind: 'size' | 'default' | 'unit';
  readonly position: Position;
  readonly label: string;
  readonly tooltip: string;
}

export interface Hover {
  readonly markdown: string;
  readonly range: Range;
}

/** The function that is being called at the cursor. */
export interface SignatureHelp {
  readonly label: string;
  /** Place of each parameter in the label. */
  readonly parameters: readonly (readonly [number, number])[];
  /** Index of the parameter that is being written. */
  readonly active: number;
  /** Markdown. */
  readonly documentation: string;
}

export type SymbolKind = 'section' | 'persona' | 'population' | 'network' | 'scenario' | 'world' | 'model' | 'action' | 'phase' | 'key';

export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  readonly range: Range;
  readonly selection: Range;
  readonly children: readonly DocumentSymbol[];
}

/** A scenario that can be run, and where its CodeLens stands. */
export interface ScenarioRef {
  readonly id: string;
  readonly node: NodeId;
  readonly range: Range;
}

/** A file with its imports and the library merged in and `extends` applied: what the engine compiles. */
export interface Resolved {
  readonly uri: string;
  readonly society: Society;
  /** Where each node of `society` is written. A node without an entry of its own is found by its nearest ancestor. */
  readonly nodes: ReadonlyMap<NodeId, Span>;
  /** Every text that took part, the file itself first, then imports in the order met. */
  readonly sources: readonly { readonly uri: string; readonly text: string }[];
  /** Problems of all sources; with an `error` among them the file must not be run. */
  readonly problems: readonly (Diagnostic & { readonly uri: string })[];
}

export interface LanguageService {
  /** An open or changed text; wins over the file of the same URI. */
  set(uri: string, text: string): void;
  /** The text was closed: the file counts again. */
  close(uri: string): void;
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  completion(uri: string, offset: number): Promise<readonly CompletionItem[]>;
  hover(uri: string, offset: number): Promise<Hover | null>;
  signature(uri: string, offset: number): Promise<SignatureHelp | null>;
  definition(uri: string, offset: number): Promise<readonly Span[]>;
  symbols(uri: string): Promise<readonly DocumentSymbol[]>;
  scenarios(uri: string): Promise<readonly ScenarioRef[]>;
  resolve(uri: string): Promise<Resolved>;
  /** Edits that bring a file into shape and keep what it means; none for a file that does not parse. */
  format(uri: string): Promise<readonly TextEdit[]>;
  /** Edits after Enter: of the line above the cursor only. */
  onEnter(uri: string, offset: number): Promise<readonly TextEdit[]>;
  /** For a selection, or a cursor where both offsets are the same. */
  actions(uri: string, from: number, to: number): Promise<readonly CodeAction[]>;
  hints(uri: string): Promise<readonly InlayHint[]>;
}

/** Place of a node, or of its nearest ancestor that has one. */
export function spanOf(nodes: ReadonlyMap<NodeId, Span>, node: NodeId): Span | null {
  for (let path = node; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    const span = nodes.get(path);
    if (span) return span;
  }
  return null;
}
