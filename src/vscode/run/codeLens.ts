/** Run and Debug, or Stop, and Show Panel above each scenario; Run and Results above each experiment; Calibrate above each calibration. */
import * as vscode from 'vscode';
import { toRange } from '../window/convert.js';
import { LANGUAGE, type LanguageHost } from '../language/host.js';
import type { Runs } from './runs.js';

const { t } = vscode.l10n;

export function registerCodeLens(language: LanguageHost, runs: Runs): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document, token) => {
      const service = await language.service();
      if (token.isCancellationRequested) return [];
      const scenarios = await service.scenarios(document.uri.toString());
      const running = runs.of(document.uri)?.live.model.scenario;
      const experiments = await service.experiments(document.uri.toString());
      const above = scenarios.flatMap(({ id, range }) => {
        const place = toRange(range);
        return [
          new vscode.CodeLens(place, id === running ? stop : run(document.uri, id)),
          ...(id === running ? [] : [new vscode.CodeLens(place, debug(document.uri, id))]),
          new vscode.CodeLens(place, { title: t('Show Panel'), command: 'society.showPanel', arguments: [document.uri] }),
        ];
      });
      const calibrations = await service.calibrations(document.uri.toString());
      return [
        ...above,
        ...experiments.flatMap(({ id, range }) => ofExperiment(toRange(range), document.uri, id)),
        ...calibrations.map(({ id, range }) => ofCalibration(toRange(range), document.uri, id)),
      ];
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(LANGUAGE, provider),
    runs.onDidStart(() => changed.fire()),
    runs.onDidEnd(() => changed.fire()),
  );
}

const stop: vscode.Command = { title: `$(debug-stop) ${t('Stop')}`, command: 'society.stop' };

const run = (uri: vscode.Uri, scenario: string): vscode.Command => ({
  title: `$(play) ${t('Run')}`,
  tooltip: t('Run this scenario'),
  command: 'society.run',
  arguments: [uri, scenario],
});

const debug = (uri: vscode.Uri, scenario: string): vscode.Command => ({
  title: t('Debug'),
  tooltip: t('Step through this scenario'),
  command: 'society.debug',
  arguments: [uri, scenario],
});

const ofExperiment = (place: vscode.Range, uri: vscode.Uri, id: string): readonly vscode.CodeLens[] => [
  new vscode.CodeLens(place, {
    title: `$(beaker) ${t('Run Experiment')}`,
    tooltip: t('Start the missing runs of this experiment'),
    command: 'society.runExperiment',
    arguments: [uri, id],
  }),
  new vscode.CodeLens(place, {
    title: t('Results'),
    tooltip: t('Show the results of this experiment'),
    command: 'society.openExperiment',
    arguments: [uri, id],
  }),
];

const ofCalibration = (place: vscode.Range, uri: vscode.Uri, id: string): vscode.CodeLens =>
  new vscode.CodeLens(place, {
    title: `$(target) ${t('Calibrate')}`,
    tooltip: t('Play the missing runs of this calibration and show its result'),
    command: 'society.runCalibration',
    arguments: [uri, id],
  });
