/** The status bar's word on the last run: how far it got and which mind speaks. A click shows the panel. */
import * as vscode from 'vscode';
import { plain } from '../convert.js';
import type { Run } from './run.js';
import type { Runs } from './runs.js';

const { t } = vscode.l10n;

export function registerStatus(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('society.run', vscode.StatusBarAlignment.Left, 10);
  item.name = t('Society Run');
  item.command = 'society.showPanel';
  let watched: vscode.Disposable | undefined;
  const show = (run: Run): void => {
    watched?.dispose();
    watched = run.onDidAdvance(() => update(item, run));
    update(item, run);
    item.show();
  };
  return vscode.Disposable.from(
    item,
    runs.onDidStart(show),
    runs.onDidEnd((run) => run === runs.last && update(item, run)),
    { dispose: () => watched?.dispose() },
  );
}

function update(item: vscode.StatusBarItem, run: Run): void {
  const { live, options } = run;
  const [round, rounds] = [live.timeline.head.round, live.model.rounds];
  const words = {
    running: ['$(sync~spin)', t('Round {0}/{1}', round, rounds)],
    ended: ['$(check)', round === 1 ? t('1 round') : t('{0} rounds', round)],
    stopped: ['$(debug-stop)', t('Stopped in round {0}', round)],
    paused: ['$(debug-pause)', t('Paused in round {0}', round)],
    failed: ['$(error)', t('Failed in round {0}', round)],
  } as const;
  const [icon, state] = words[live.state];
  item.text = `${icon} ${state} · ${inIcons(options.mind)}`;
  item.accessibilityInformation = { label: `${live.model.title}, ${state}, ${options.mind}` };
  item.tooltip = tooltip(run, state);
}

/** A `$(…)` in a name is text, not an icon. */
const inIcons = (text: string): string => text.replaceAll('$(', '$\u200b(');

function tooltip({ live, options }: Run, state: string): vscode.MarkdownString {
  const { model, timeline } = live;
  const lines = [
    `**${plain(model.title)}** · ${plain(model.scenario)}`,
    `${plain(state)} · ${t('{0} agents, {1} messages', model.agents.length, timeline.head.messages.length)}`,
    `${t('Spoken by {0}. Synthetic data.', plain(options.mind))}`,
    live.state === 'running' ? `[${t('Stop')}](command:society.stop)` : `[${t('Open Run Folder')}](command:society.openRunFolder)`,
  ];
  const markdown = new vscode.MarkdownString(lines.join('\n\n'));
  markdown.isTrusted = { enabledCommands: ['society.stop', 'society.openRunFolder'] };
  return markdown;
}
