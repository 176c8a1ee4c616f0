/** The entry: makes the parts, joins them, hands them to the editor. No logic. */
import './vscode/window/translations.js';
import * as vscode from 'vscode';
import type { SocietyStudio } from '../api.js';
import { editorHost } from './vscode/assistants/host.js';
import { registerServer } from './vscode/assistants/server.js';
import { registerTools } from './vscode/assistants/tools.js';
import { autorun, registerSteps } from './vscode/walkthrough.js';
import { registerCommands } from './vscode/commands.js';
import { Comparisons } from './vscode/past/comparisons.js';
import { Debugger } from './vscode/debug/debugger.js';
import { RunTexts } from './vscode/debug/texts.js';
import { Calibrations } from './vscode/experiments/calibrations.js';
import { Experiments } from './vscode/experiments/experiments.js';
import { WindowThreads } from './vscode/experiments/threads.js';
import { registerLibrary, textFiles } from './vscode/files/files.js';
import { registerGalleryPages } from './vscode/files/gallery.js';
import { registerHelp } from './vscode/window/convert.js';
import { disposePeople } from './vscode/model/human.js';
import { disposeImports, registerImportDrops } from './vscode/files/import.js';
import { Keys } from './vscode/model/keys.js';
import { Diagnostics } from './vscode/language/diagnostics.js';
import { LanguageHost } from './vscode/language/host.js';
import { registerProviders } from './vscode/language/providers.js';
import { createLog } from './vscode/window/log.js';
import { CoverageView } from './vscode/moment/coverage.js';
import { followDebugger } from './vscode/moment/followDebugger.js';
import { registerMindHovers } from './vscode/moment/hovers.js';
import { Interviews } from './vscode/moment/interviews.js';
import { registerMindLenses } from './vscode/moment/lenses.js';
import { Moment, rememberRun, reopenRun } from './vscode/moment/moment.js';
import { registerValues } from './vscode/moment/values.js';
import { registerPackedRuns } from './vscode/panel/runFile.js';
import { Panels } from './vscode/panel/panels.js';
import { PromptDocuments } from './vscode/prompt/documents.js';
import { registerPromptLenses } from './vscode/prompt/showPrompt.js';
import { registerCodeLens } from './vscode/run/codeLens.js';
import { Consent } from './vscode/run/consent.js';
import { Failures } from './vscode/run/failures.js';
import { registerTurnProblems, RunProblems } from './vscode/run/problems.js';
import { Runs } from './vscode/run/runs.js';
import { type LanguageStatus, registerLanguageStatus } from './vscode/run/languageStatus.js';
import { registerStatus } from './vscode/run/status.js';
import { SideBar } from './vscode/side/runsView.js';
import { apiOf } from './vscode/window/publicApi.js';
import { registerTasks } from './vscode/window/tasks.js';
import { LastFile } from './vscode/window/target.js';
import { Tests } from './vscode/tests/explorer.js';

/** What other extensions use (`getApi`), and parts that the tests of this extension use. */
export interface StudioApi extends SocietyStudio {
  readonly runs: Runs;
  readonly language: LanguageHost;
  readonly keys: Keys;
  readonly panels: Panels;
  readonly moment: Moment;
  readonly side: SideBar;
  readonly interviews: Interviews;
  readonly coverage: CoverageView;
  readonly tests: Tests;
  readonly experiments: Experiments;
  readonly status: LanguageStatus;
  /** Milliseconds that activation took. A test holds the budget. */
  readonly activationMs: number;
}

export function activate(context: vscode.ExtensionContext): StudioApi {
  const began = performance.now();
  const { extensionUri, globalStorageUri, workspaceState, subscriptions } = context;
  const own = <T extends vscode.Disposable>(part: T): T => {
    subscriptions.push(part);
    return part;
  };
  const log = own(createLog());
  const lastFile = own(new LastFile());
  const keys = new Keys(context.secrets, context.globalState);
  const language = own(new LanguageHost(textFiles(extensionUri)));
  const problems = own(new RunProblems());
  const consent = new Consent(workspaceState);
  const runs: Runs = own(
    new Runs({ language, keys, problems, failures: new Failures(() => panels.isVisible), consent, storage: globalStorageUri }),
  );
  const failed = (error: unknown): void => log.warn(`The last run could not be opened again: ${String(error)}`);
  const moment = own(new Moment({ reopen: () => reopenRun(workspaceState, log), failed }));
  own(runs.onDidStart((run) => moment.set(run)));
  const comparisons = own(new Comparisons({ runs, storage: globalStorageUri }));
  const panels: Panels = own(new Panels({ extensionUri, language, moment, log, comparisons }));
  const side = own(new SideBar(runs, moment, globalStorageUri));
  const interviews = own(new Interviews({ moment, keys, consent }));
  const texts = own(new RunTexts());
  const coverage = own(new CoverageView(moment));
  const threads = own(new WindowThreads());
  const tests = own(new Tests({ language, keys, consent, threads, storage: globalStorageUri }));
  const showPanel = (): void => panels.open();
  const experiments = own(new Experiments({ extensionUri, language, keys, consent, threads, runs, log, showPanel }));
  const calibrations = own(new Calibrations({ extensionUri, language, keys, consent, threads, log }));
  const cursor = own(new Debugger({ runs, texts, showPanel, log }));
  const version = String((context.extension.packageJSON as { readonly version?: string }).version);
  const commandPorts = {
    ...{ extensionUri, version, language, keys, runs, lastFile, experiments, calibrations, sessions: cursor },
    ...{ panels, moment, side, interviews, texts, comparisons },
  };

  own(registerLibrary(extensionUri));
  own(registerGalleryPages(extensionUri));
  own(registerPackedRuns({ extensionUri, log }));
  own(registerHelp(extensionUri));
  const tools = editorHost({ extensionUri, storage: globalStorageUri, language, keys, runs, threads, showPanel });
  own(registerTools(context.extension.packageJSON, tools));
  own(registerServer(extensionUri, version));
  own(new Diagnostics(language));
  own(registerProviders(language));
  own(registerCodeLens(language, runs));
  own(registerMindHovers(moment));
  own(registerValues(language, moment));
  own(registerPromptLenses(language, own(new PromptDocuments(language))));
  // The editor puts the lenses of the last provider first.
  own(registerMindLenses(language, moment));
  own(registerStatus(runs));
  const status = own(registerLanguageStatus(language, runs));
  own(registerTasks(extensionUri));
  own(registerTurnProblems(runs, problems, language));
  own({ dispose: disposePeople });
  own({ dispose: disposeImports });
  own(registerImportDrops());
  own(runs.onDidStart((run) => void rememberRun(workspaceState, run)));
  own(registerCommands(context.extension.packageJSON, commandPorts));
  own(followDebugger(moment, cursor));
  own(registerSteps(context.globalState, runs));
  own(panels.onDidSelect((agent) => side.mind.follow(agent)));
  own(cursor.onDidHit(({ run, seqs }) => panels.marked(run, seqs)));
  const runFirst = async (uri: vscode.Uri): Promise<void> => {
    const [first] = await (await language.service()).scenarios(uri.toString());
    await vscode.commands.executeCommand('society.run', uri, first?.id);
  };
  void autorun(context.globalState, runFirst, log);
  return {
    getApi: apiOf({ language, runs }),
    runs,
    language,
    keys,
    panels,
    moment,
    side,
    interviews,
    coverage,
    tests,
    experiments,
    status,
    activationMs: performance.now() - began,
  };
}
