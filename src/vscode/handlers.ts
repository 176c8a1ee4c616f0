/** The handlers of all commands, one or two lines each. Any extension can pass arguments, so they are checked. */
import * as vscode from 'vscode';
import type { Commands } from './commands.js';
import { checkReplay } from './past/replayCheck.js';
import { forkHandlers } from './past/forks.js';
import type { Comparisons } from './past/comparisons.js';
import { type Debugger, debugBack, debugLastRun, debugRecordedRun, startDebugging } from './debug/debugger.js';
import { goToEvent, goToLine } from './debug/origins.js';
import { goalOf, runTo } from './debug/runTo.js';
import { type Calibrations, chooseCalibration } from './experiments/calibrations.js';
import { chooseExperiment, type Experiments } from './experiments/experiments.js';
import { newFromGallery } from './files/gallery.js';
import { openRecording } from './files/recordings.js';
import { openWalkthrough } from './walkthrough.js';
import { importFiles } from './files/import.js';
import type { Keys } from './model/keys.js';
import { exportMethods, exportReport, freezeFile } from './files/reports.js';
import { saveRunAs } from './panel/runFile.js';
import { promptCall, showPrompt } from './prompt/showPrompt.js';
import { doubled } from './run/raisedBudget.js';
import type { ResumeOptions } from './run/runs.js';
import { type MomentPorts, momentHandlers } from './side/commands.js';
import { fileOf as listedFile, isListed } from './side/runList.js';
import { chooseFile, type LastFile } from './window/target.js';
import { pathOf, uriOf } from './window/paths.js';

const { t } = vscode.l10n;

// Commands that few windows need are loaded when they are called, so that a browser reads less for the others.
const [diagnosing, exporting, tables] = [
  () => import('./files/diagnose.js'),
  () => import('./files/export.js'),
  () => import('./files/exportTables.js'),
];
const [registration, examples] = [() => import('./files/preregister.js'), () => import('./files/examples.js')];
const [keyCommands, models] = [() => import('./model/keyCommands.js'), () => import('./model/useModel.js')];

export interface HandlerPorts extends MomentPorts {
  readonly extensionUri: vscode.Uri;
  /** Of the extension. */
  readonly version: string;
  readonly keys: Keys;
  readonly lastFile: LastFile;
  readonly comparisons: Comparisons;
  readonly experiments: Experiments;
  readonly calibrations: Calibrations;
  readonly sessions: Pick<Debugger, 'sessionOf'>;
}

export function commandHandlers(ports: HandlerPorts): Commands {
  const { extensionUri, version, language, keys, runs, panels, lastFile, moment, experiments, calibrations, sessions } = ports;
  const fileOf = async (argument: unknown): Promise<vscode.Uri | null> => lastFile.of(argument) ?? (await chooseFile());
  const experimentOf = async (file: unknown, given: unknown): Promise<{ readonly uri: vscode.Uri; readonly id: string } | null> => {
    const uri = await fileOf(file);
    const id = typeof given === 'string' ? given : uri && (await chooseExperiment(language, uri));
    return uri && id !== null ? { uri, id } : null;
  };
  const goOn = async (file: unknown, dir: unknown, how: ResumeOptions): Promise<void> => {
    const [uri, from] = [file instanceof vscode.Uri ? file : runs.last?.uri, typeof dir === 'string' ? dir : runs.last?.options.dir];
    if (!uri || from === undefined) return void vscode.window.showInformationMessage(t('Nothing has been run in this window yet.'));
    panels.open();
    await runs.resume(uri, from, how);
  };
  return {
    'society.run': async (file, scenario) => {
      const uri = await fileOf(file);
      if (!uri) return;
      panels.open();
      await runs.start(uri, typeof scenario === 'string' ? { scenario } : {});
    },
    'society.debug': async (file, scenario) => {
      const uri = await fileOf(file);
      if (uri) await startDebugging(uri, typeof scenario === 'string' ? scenario : undefined);
    },
    // A paused run that was read from its folder is not running in this window: it is left as it is.
    'society.stop': () => (runs.live.length === 0 && moment.run && moment.run !== runs.last ? moment.leave() : runs.stop()),
    'society.runExperiment': async (file, id) => {
      const wanted = await experimentOf(file, id);
      if (wanted) await experiments.run(wanted.uri, wanted.id);
    },
    'society.openExperiment': async (file, id) => {
      const wanted = await experimentOf(file, id);
      if (wanted) await experiments.open(wanted.uri, wanted.id);
    },
    'society.runCalibration': async (file, given) => {
      const uri = await fileOf(file);
      const id = typeof given === 'string' ? given : uri && (await chooseCalibration(language, uri));
      if (uri && id !== null) await calibrations.run(uri, id);
    },
    'society.resume': (file, dir) => goOn(file, dir, {}),
    'society.raiseBudget': (file, dir) => goOn(file, dir, { limits: doubled }),
    'society.goOnBuiltin': (file, dir) => goOn(file, dir, { afterBudget: 'builtin' }),
    'society.showPanel': async () => panels.open(),
    'society.exportReport': () => exportReport(extensionUri, moment, language),
    'society.saveRunAs': (run) => saveRunAs(isListed(run) ? pathOf(run.dir) : moment.run?.dir, runs),
    'society.exportMethods': async (run) =>
      exportMethods(isListed(run) ? { dir: pathOf(run.dir), uri: await listedFile(run) } : moment.run, runs),
    'society.freezeExpectations': async (file) => {
      const uri = await fileOf(file);
      if (uri) await freezeFile(uri, language, runs.ports.storage);
    },
    'society.preregister': async (file, study) => {
      const uri = await fileOf(file);
      if (uri) await (await registration()).preregister(uri, language, runs.ports.storage, typeof study === 'string' ? study : undefined);
    },
    'society.showDeviations': async (file) => {
      const uri = await fileOf(file);
      if (uri) await (await registration()).showDeviations(uri, language, runs.ports.storage);
    },
    'society.exportExperiment': async (file, id, form) => {
      const found = await experimentOf(file, id);
      if (found) await (await tables()).exportExperiment(found.uri, found.id, language, typeof form === 'string' ? form : undefined);
    },
    'society.showPrompt': async (file, of) => {
      const uri = await fileOf(file);
      if (uri) await showPrompt(language, uri, promptCall(of));
    },
    'society.useModel': async (file) => {
      const uri = await fileOf(file);
      if (uri) await (await models()).useModel(uri, language, keys);
    },
    'society.testModelConnection': async (file, id) => {
      const uri = await fileOf(file);
      if (uri) await (await keyCommands()).testConnection(uri, language, keys, typeof id === 'string' ? id : undefined);
    },
    'society.setKey': async (name) => {
      await (await keyCommands()).askForKey(keys, typeof name === 'string' ? { name } : {});
    },
    'society.deleteKey': async () => (await keyCommands()).chooseAndDeleteKey(keys),
    'society.openWalkthrough': openWalkthrough,
    'society.openExample': async (name) => {
      await (await examples()).openExample(extensionUri, typeof name === 'string' ? name : undefined);
    },
    'society.newFromGallery': async (entry) => {
      await newFromGallery(extensionUri, language, typeof entry === 'string' ? entry : undefined);
    },
    'society.openRecording': (name) => openRecording(extensionUri, typeof name === 'string' ? name : undefined),
    'society.newFile': async (template) => {
      await (await examples()).newSocietyFile(typeof template === 'string' ? template : undefined);
    },
    // The menu of the explorer passes the clicked file and all selected files.
    'society.import': async (file, selected) => {
      const uris = (Array.isArray(selected) ? selected : [file]).filter((one) => one instanceof vscode.Uri);
      await importFiles(uris);
    },
    'society.exportPeople': async (file, format) => {
      const uri = await fileOf(file);
      if (uri) await (await exporting()).exportPeople(uri, language, typeof format === 'string' ? format : undefined);
    },
    'society.createDiagnostics': async () => {
      await (await diagnosing()).createDiagnostics({ language, file: lastFile.of(), dir: moment.run?.dir ?? null, version });
    },
    'society.openRunFolder': (dir) => openRunFolder(typeof dir === 'string' ? dir : moment.run?.dir),
    ...momentHandlers(ports),
    'society.debugLastRun': debugLastRun,
    'society.debugRecordedRun': (dir) => debugRecordedRun(typeof dir === 'string' ? dir : undefined, runs.last?.dir),
    'society.runToHere': (goal) => runTo(moment, sessions, goalOf(goal)),
    ...forkHandlers(ports),
    'society.replayRun': (run) => checkReplay(run, moment.run?.dir ?? null),
    'society.goToLine': goToLine,
    'society.goToEvent': goToEvent,
    'society.debugBackTurn': () => debugBack('turn'),
    'society.debugBackRound': () => debugBack('round'),
  };
}

/** Opens the run folder in the file manager, or in the editor if the extension runs on another machine. */
async function openRunFolder(dir: string | undefined): Promise<void> {
  if (dir === undefined) {
    void vscode.window.showInformationMessage(t('Nothing has been run in this window yet.'));
    return;
  }
  const remote = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  if (remote) await vscode.window.showTextDocument(vscode.Uri.joinPath(uriOf(dir), 'manifest.json'));
  else await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.joinPath(uriOf(dir), 'manifest.json'));
}
