/**
 * The facade of the language: what an editor, the command line and the engine read from `.society` files.
 * Editor-free. Parsing never fails: it returns what was understood, and diagnostics.
 */
import type { NodeId } from '../core/util/ids.js';
import type { Position, Range, Span } from '../core/util/textPosition.js';
import type { Diagnostic, TextEdit } from './text/problem.js';
import type { DataFile, Resolved } from './program/program.js';
export type { Diagnostic, Fix, Severity, TextEdit } from './text/problem.js';
export { type Resolved, spanOf } from './program/program.js';
export { claimWordIn, claimWords } from './text/claimWords.js';
export { choose, DRAWS, leastFactor, leastP, LEVEL, MOST_LABELS, seedsNeeded } from './names/fewSeeds.js';
export {
  armCount,
  consecutiveSeeds,
  factorSizes,
  NULL_KEY,
  PERTURB_KEY,
  seedCount,
  seedRange,
  type Seeds,
  SEEDS,
  settingHome,
  tooManyRuns,
  tooManySeeds,
} from './names/experiments.js';
export {
  asDrawn,
  type Bounds,
  boundsIn,
  sampleFaults,
  type SensitivityDesign,
  sensitivityDesign,
} from './names/sampling.js';
export { type PriorSpec, priorOf } from './names/priors.js';

/** `word`: a word that is used elsewhere in the files. Any other word is allowed too. */
export type CompletionKind = 'key' | 'value' | 'word' | 'agent' | 'reference' | 'snippet' | 'function' | 'variable' | 'file';

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
  /** Request completions again after inserting this item. */
  readonly again?: boolean;
}

/** A file or folder that is renamed or moved. */
export interface FileMove {
  readonly from: string;
  readonly to: string;
}

export interface FileEdits {
  readonly uri: string;
  readonly edits: readonly TextEdit[];
}

/** A place in the file where something is defined or named. */
export interface Highlight {
  readonly range: Range;
  readonly kind: 'read' | 'write';
}

/** What would be renamed at a place, or a sentence that says why nothing can be renamed. */
export type RenameAt =
  | { readonly ok: true; readonly range: Range; readonly placeholder: string }
  | { readonly ok: false; readonly message: string };

export type Renamed = { readonly ok: true; readonly files: readonly FileEdits[] } | { readonly ok: false; readonly message: string };

export interface WorkspaceSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  readonly span: Span;
}

/** Lines, from 0, both included. */
export interface FoldingRange {
  readonly start: number;
  readonly end: number;
  readonly kind?: 'comment';
}

/** `target` is the URI of a file or the address of a page. */
export interface DocumentLink {
  readonly range: Range;
  readonly target: string;
  readonly tooltip: string;
}

export type TokenType = 'class' | 'interface' | 'namespace' | 'function' | 'variable' | 'property' | 'parameter' | 'enumMember' | 'type';

export interface SemanticToken {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: TokenType;
  readonly definition: boolean;
  readonly readonly: boolean;
}

/** An action for a place, in addition to the fixes that problems have. */
export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor.extract' | 'refactor.rewrite' | 'source.fixAll';
  readonly edits: readonly TextEdit[];
  /** The problem that this action fixes. */
  readonly mends?: Pick<Diagnostic, 'code' | 'range'>;
  readonly preferred?: boolean;
  /** After the edits, the editor asks for a key and stores it under this name. */
  readonly storesKey?: string;
}

/** A value that applies at a place although it is not written there. */
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

/** The function call that contains the cursor. */
export interface SignatureHelp {
  readonly label: string;
  /** Start and end of each parameter in the label. */
  readonly parameters: readonly (readonly [number, number])[];
  /** Index of the parameter at the cursor. */
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

/** A scenario or an experiment that can be run, and the place of its CodeLens. */
export interface ScenarioRef {
  readonly id: string;
  /** The title that users see; null if there is none. */
  readonly title: string | null;
  readonly node: NodeId;
  readonly range: Range;
}

export interface LanguageService {
  /** Sets an open or changed text. It is used instead of the file with the same URI. */
  set(uri: string, text: string): void;
  /** The text was closed: the file is used again. */
  close(uri: string): void;
  /** A file or folder was changed, created or deleted (`there` is false) on disk. */
  changed(uri: string, there?: boolean): void;
  /** Files of the workspace that import a file, directly or through other files, or that read prose from it. */
  usersOf(uri: string): Promise<readonly string[]>;
  /** Edits to make before files or folders are moved, so that paths to imports and prose stay correct. */
  moved(moves: readonly FileMove[]): Promise<readonly FileEdits[]>;
  /** Reads a data file by its path, relative to the file that names it. It is read again each time. It must be in a folder that imports can use. */
  data(path: string, from: string): Promise<DataFile>;
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  completion(uri: string, offset: number): Promise<readonly CompletionItem[]>;
  hover(uri: string, offset: number): Promise<Hover | null>;
  signature(uri: string, offset: number): Promise<SignatureHelp | null>;
  definition(uri: string, offset: number): Promise<readonly Span[]>;
  /** All places in the workspace that name the thing at an offset; with `declaration`, also the place that defines it. */
  references(uri: string, offset: number, declaration: boolean): Promise<readonly Span[]>;
  highlights(uri: string, offset: number): Promise<readonly Highlight[]>;
  renameAt(uri: string, offset: number): Promise<RenameAt>;
  rename(uri: string, offset: number, name: string): Promise<Renamed>;
  workspaceSymbols(query: string): Promise<readonly WorkspaceSymbol[]>;
  folding(uri: string): Promise<readonly FoldingRange[]>;
  /** The ranges that a selection at an offset expands to, from the smallest to the whole file. */
  selection(uri: string, offset: number): Promise<readonly Range[]>;
  links(uri: string): Promise<readonly DocumentLink[]>;
  /** Tokens between two offsets. */
  tokens(uri: string, from: number, to: number): Promise<readonly SemanticToken[]>;
  symbols(uri: string): Promise<readonly DocumentSymbol[]>;
  scenarios(uri: string): Promise<readonly ScenarioRef[]>;
  experiments(uri: string): Promise<readonly ScenarioRef[]>;
  calibrations(uri: string): Promise<readonly ScenarioRef[]>;
  resolve(uri: string): Promise<Resolved>;
  /** Edits that format a file without changing its meaning; none for a file that does not parse. */
  format(uri: string): Promise<readonly TextEdit[]>;
  /** The same for the lines from one offset to another. */
  formatRange(uri: string, from: number, to: number): Promise<readonly TextEdit[]>;
  /** Edits after Enter. They change only the line above the cursor. */
  onEnter(uri: string, offset: number): Promise<readonly TextEdit[]>;
  /** Actions for a selection, or for a cursor if both offsets are the same. */
  actions(uri: string, from: number, to: number): Promise<readonly CodeAction[]>;
  hints(uri: string): Promise<readonly InlayHint[]>;
}
