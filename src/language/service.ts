/**
 * The only implementation of the facade. Owns the open texts and their models, and computes all answers from them. The
 * same text is never parsed twice.
 */
import type { TextFiles } from '../core/util/ports.js';
import type { Diagnostic, LanguageService } from './api.js';
import { loadChecks, problemsOf, steps } from './checks/allChecks.js';
import type { FormDoc } from './features/annotations/valueHover.js';
import { definitionAt } from './features/navigation/definition.js';
import { hintsOf } from './features/annotations/inlayHints.js';
import { playedOf, symbolsOf } from './features/navigation/symbols.js';
import { resolveProgram } from './merge/resolve.js';
import { analyse, type FileModel } from './incremental/file.js';
import { createModels, type Pause } from './incremental/fileModels.js';
import { type Host, openProgram, type Program } from './program/program.js';
import { type Prose, readProse } from './names/textFiles.js';
import { createWorkspace, readData } from './program/workspace.js';
import { createTexts } from './program/texts.js';
import { isLibrary } from './program/uri.js';
import { toDiagnostic } from './text/problem.js';

interface ServiceOptions {
  /** Called repeatedly during long work. */
  readonly pause?: Pause;
  /** Descriptions of the graph generators, for hovers. */
  readonly graphs?: () => Promise<readonly FormDoc[]>;
}

/** Up to this size, the text alone shows quickly whether there are no completions, without a model of the text. */
const QUICK = 200_000;

export function createLanguageService(
  files: TextFiles,
  { pause = () => undefined, graphs = async () => [] }: ServiceOptions = {},
): LanguageService {
  const open = new Map<string, string>();
  const models = createModels(pause, isLibrary);
  const texts = createTexts(files);

  const load = async (uri: string, root?: string): Promise<FileModel | null> => {
    const text = open.get(uri) ?? (await texts.read(uri, root));
    return text === null ? null : models.of(uri, text);
  };
  const host: Host = { load, read: texts.read, list: texts.list, roots: texts.roots, leadsOut: texts.leadsOut };
  const workspace = createWorkspace(host, () => open.keys());
  const program = async (uri: string): Promise<Program> => {
    await loadChecks();
    return openProgram((await load(uri)) ?? analyse(uri, ''), host);
  };
  /** Computes an answer from a program, and repeats if a newer text arrived meanwhile. */
  const ask = async <T>(uri: string, found: (program: Program) => T): Promise<T> => {
    for (;;) {
      const before = models.replaced();
      const opened = await program(uri);
      if (models.replaced() === before) return found(opened);
    }
  };
  /** The same, with all problems of the file or of all files. */
  const check = async <T>(uri: string, all: boolean, found: (program: Program, prose: Prose) => T): Promise<T> => {
    for (;;) {
      const before = models.replaced();
      const opened = await program(uri);
      const wanted = all ? opened.files : [opened.main];
      const prose = await readProse(opened, wanted, host);
      for (const _ of steps(opened, wanted)) {
        const turn = pause();
        if (!turn) continue;
        await turn;
        if (models.replaced() !== before) break;
      }
      if (models.replaced() === before) return found(opened, prose);
    }
  };

  return {
    set: (uri, text) => void open.set(uri, text),
    close: (uri) => {
      open.delete(uri);
      models.forget(uri);
      texts.changed(uri, true);
    },
    changed: (uri, there = true) => texts.changed(uri, there),
    usersOf: (uri) => workspace.usersOf(uri),
    moved: async (moves) => (await import('./features/navigation/fileLinks.js')).moveEdits(moves, workspace, host),
    data: (path, from) => readData(path, from, files),
    diagnostics: (uri) =>
      check(uri, false, (opened, prose) =>
        problemsOf(opened, opened.main, prose).map((problem): Diagnostic => toDiagnostic(opened.main.tree.lines, problem)),
      ),
    completion: async (uri, offset) => {
      const { columnsOf, complete, filesWanted, importable, isSilent, readable } = await import('./features/completion/completion.js');
      const text = open.get(uri) ?? '';
      if (text !== '' && text.length < QUICK && isSilent(text, offset)) return [];
      const found = await ask(uri, async (opened) => {
        const wanted = filesWanted(opened, offset);
        if (wanted === null) return [];
        if (typeof wanted === 'object') return columnsOf(wanted.columnsOf, await readData(wanted.columnsOf, uri, files));
        return (wanted === 'imports' ? importable : readable)(opened, host);
      });
      return ask(uri, (opened) => complete(opened, offset, found));
    },
    hover: async (uri, offset) => {
      const { hoverAt, proseHover } = await import('./features/annotations/hover.js');
      const opened = await program(uri);
      return (await proseHover(opened, offset, host)) ?? hoverAt(opened, offset, await graphs());
    },
    signature: async (uri, offset) => {
      const { signatureAt } = await import('./features/completion/signatureHelp.js');
      return ask(uri, (opened) => signatureAt(opened, offset));
    },
    definition: (uri, offset) => ask(uri, (opened) => definitionAt(opened, offset)),
    references: async (uri, offset, declaration) => {
      const { placesAt, spansOf } = await import('./features/navigation/references.js');
      return spansOf(await placesAt(await program(uri), offset, workspace, program), declaration);
    },
    highlights: async (uri, offset) => {
      const { highlightsAt } = await import('./features/navigation/references.js');
      return ask(uri, (opened) => highlightsAt(opened, offset));
    },
    renameAt: async (uri, offset) => {
      const { renameAt } = await import('./features/navigation/rename.js');
      return ask(uri, (opened) => renameAt(opened, offset));
    },
    rename: async (uri, offset, name) => {
      const { rename } = await import('./features/navigation/rename.js');
      return rename(await program(uri), offset, name, workspace, program);
    },
    workspaceSymbols: async (query) => {
      const { firstSymbols } = await import('./features/navigation/symbols.js');
      const found = await Promise.all((await workspace.files()).map((file) => load(file)));
      return firstSymbols(
        found.filter((file) => file !== null),
        query,
      );
    },
    folding: async (uri) => {
      const { foldingOf } = await import('./features/navigation/ranges.js');
      const model = await load(uri);
      return model ? foldingOf(model) : [];
    },
    selection: async (uri, offset) => {
      const { selectionAt } = await import('./features/navigation/ranges.js');
      const model = await load(uri);
      return model ? selectionAt(model, offset) : [];
    },
    links: async (uri) => {
      const { linksOf } = await import('./features/navigation/fileLinks.js');
      return ask(uri, linksOf);
    },
    tokens: async (uri, from, to) => {
      const { tokensIn } = await import('./features/annotations/semanticTokens.js');
      return ask(uri, (opened) => tokensIn(opened, [from, to]));
    },
    symbols: async (uri) => {
      const model = await load(uri);
      return model ? symbolsOf(model) : [];
    },
    scenarios: async (uri) => {
      const model = await load(uri);
      return model ? playedOf(model, 'scenario') : [];
    },
    experiments: async (uri) => {
      const model = await load(uri);
      return model ? playedOf(model, 'experiment') : [];
    },
    calibrations: async (uri) => {
      const model = await load(uri);
      return model ? playedOf(model, 'calibration') : [];
    },
    format: async (uri) => {
      const { formatEdits } = await import('./features/formatting/format.js');
      const model = await load(uri);
      return model ? formatEdits(model.tree) : [];
    },
    formatRange: async (uri, from, to) => {
      const { formatRange } = await import('./features/formatting/format.js');
      const model = await load(uri);
      return model ? formatRange(model.tree, [from, to]) : [];
    },
    onEnter: async (uri, offset) => {
      const { enterEdits } = await import('./features/formatting/formatOnEnter.js');
      const model = await load(uri);
      return model ? enterEdits(model, offset) : [];
    },
    actions: async (uri, from, to) => {
      const { actionsAt } = await import('./features/codeActions/codeActions.js');
      return check(uri, false, (opened) => actionsAt(opened, problemsOf(opened, opened.main), [from, to]));
    },
    hints: (uri) => ask(uri, hintsOf),
    resolve: (uri) => check(uri, true, (opened, prose) => resolveProgram(opened, prose, (file) => problemsOf(opened, file, prose))),
  };
}
