/**
 * The facade's one implementation. Owns the open texts and what was parsed of them; everything it answers is computed
 * from there. A text is parsed once; the same text is never parsed again.
 */
import type { TextFiles } from '../core/ports.js';
import type { Diagnostic, LanguageService } from './api.js';
import { checkExpressions } from './checks/expressions.js';
import { checkReferences } from './checks/references.js';
import { checkTemplates } from './checks/templates.js';
import { actionsAt } from './features/codeActions.js';
import { complete } from './features/completion.js';
import { definitionAt } from './features/definition.js';
import { formatEdits } from './features/format.js';
import { hoverAt } from './features/hover.js';
import { hintsOf } from './features/inlayHints.js';
import { enterEdits } from './features/onType.js';
import { signatureAt } from './features/signature.js';
import { scenariosOf, symbolsOf } from './features/symbols.js';
import { resolveProgram } from './merge/resolve.js';
import { analyse, type FileModel } from './model/file.js';
import { duplicates, openProgram, type Program } from './model/program.js';
import { isLibrary } from './model/uri.js';
import { type Problem, toDiagnostic } from './problem.js';
import { lineAt } from './text/lines.js';

export function createLanguageService(files: TextFiles): LanguageService {
  const open = new Map<string, string>();
  const models = new Map<string, FileModel>();

  const modelOf = (uri: string, text: string): FileModel => {
    const known = models.get(uri);
    if (known?.tree.text === text) return known;
    const model = analyse(uri, text);
    models.set(uri, model);
    return model;
  };
  const load = async (uri: string): Promise<FileModel | null> => {
    const text = open.get(uri);
    if (text !== undefined) return modelOf(uri, text);
    const known = models.get(uri);
    if (known && isLibrary(uri)) return known;
    const read = await files.read(uri).catch(() => null);
    return read === null ? null : modelOf(uri, read);
  };
  const program = async (uri: string): Promise<Program> => openProgram((await load(uri)) ?? analyse(uri, ''), load);

  return {
    set: (uri, text) => void open.set(uri, text),
    close: (uri) => {
      open.delete(uri);
      models.delete(uri);
    },
    diagnostics: async (uri) => {
      const opened = await program(uri);
      return problemsOf(opened, opened.main).map((problem): Diagnostic => toDiagnostic(opened.main.tree.lines, problem));
    },
    completion: async (uri, offset) => complete(await program(uri), offset),
    hover: async (uri, offset) => hoverAt(await program(uri), offset),
    signature: async (uri, offset) => signatureAt(await program(uri), offset),
    definition: async (uri, offset) => definitionAt(await program(uri), offset),
    symbols: async (uri) => {
      const model = await load(uri);
      return model ? symbolsOf(model) : [];
    },
    scenarios: async (uri) => {
      const model = await load(uri);
      return model ? scenariosOf(model) : [];
    },
    format: async (uri) => {
      const model = await load(uri);
      return model ? formatEdits(model.tree) : [];
    },
    onEnter: async (uri, offset) => {
      const model = await load(uri);
      return model ? enterEdits(model, offset) : [];
    },
    actions: async (uri, from, to) => {
      const opened = await program(uri);
      return actionsAt(opened, problemsOf(opened, opened.main), [from, to]);
    },
    hints: async (uri) => hintsOf(await program(uri)),
    resolve: async (uri) => {
      const opened = await program(uri);
      return resolveProgram(opened, (file) => problemsOf(opened, file));
    },
  };
}

/** What only follows when a section or an import could not be read. */
const FOLLOWING: ReadonlySet<string> = new Set(['unknown-id', 'expression-unknown-name', 'expression-unknown-field']);

/** A misspelt section or a lost import hides ids; that they are unknown says nothing then. */
function idsAreMissing(program: Program, file: FileModel): boolean {
  if (program.files.some((other) => (program.importProblems.get(other) ?? []).length > 0)) return true;
  const root = file.tree.root;
  const unknown = new Set(file.problems.filter((p) => p.code === 'unknown-key').map((p) => p.at[0]));
  return root?.kind === 'map' && root.entries.some((entry) => unknown.has(entry.keyAt[0]));
}

/** All problems of one file of a program. Lines that are broken already are left alone. */
function problemsOf(program: Program, file: FileModel): readonly Problem[] {
  const { tree } = file;
  if (tree.guessed) return file.problems;
  const imports = program.importProblems.get(file) ?? [];
  const checked = [
    ...duplicates(program, file),
    ...checkReferences(program, file),
    ...checkExpressions(program, file),
    ...checkTemplates(program, file),
  ];
  const found = [...imports, ...(idsAreMissing(program, file) ? checked.filter((p) => !FOLLOWING.has(p.code)) : checked)];
  const sound = found.filter((problem) => !tree.broken.has(lineAt(tree.lines, problem.at[0])));
  return [...file.problems, ...sound].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]);
}
