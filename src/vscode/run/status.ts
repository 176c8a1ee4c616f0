/** The status bar item of the last run: progress, mind and cost. A click shows the panel. */
import * as vscode from 'vscode';
import { shownMinds } from '../../core/mindLabels.js';
import { groupedFor } from '../../core/util/l10n.js';
import { withArticle } from '../../core/util/textPosition.js';
import type { PanelAmount, PanelCost } from '../../protocol/panelRequests.js';
import { noIcons, plain } from '../window/convert.js';
import type { EditorRun } from './run.js';
import type { Runs } from './runs.js';

const { t } = vscode.l10n;

export function registerStatus(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('society.run', vscode.StatusBarAlignment.Left, 10);
  item.name = t('Society Run');
  item.command = 'society.showPanel';
  let watched: vscode.Disposable | undefined;
  const show = (run: EditorRun): void => {
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

function update(item: vscode.StatusBarItem, run: EditorRun): void {
  const { live, options } = run;
  const [round, rounds] = [live.timeline.head.round, live.model.rounds];
  const words = {
    running: ['$(sync~spin)', t('Round {0}/{1}', round, rounds)],
    waiting: ['$(debug-pause)', t('Round {0}/{1}, paused in the debugger', round, rounds)],
    held: ['$(debug-pause)', t('Round {0}/{1}, paused by a command', round, rounds)],
    ended: ['$(check)', round === 1 ? t('1 round') : t('{0} rounds', round)],
    stopped: ['$(debug-stop)', t('Stopped in round {0}', round)],
    paused: ['$(debug-pause)', t('Paused in round {0}', round)],
    failed: ['$(error)', t('Failed in round {0}', round)],
  } as const;
  const [icon, state] = words[run.state];
  const cost = run.cost.current;
  const price = cost ? [costWords(cost)] : [];
  item.text = `${icon} ${[state, noIcons(shownMinds(options.mind)), ...price].join(' · ')}`;
  item.accessibilityInformation = { label: [live.model.title, state, shownMinds(options.mind), ...price].join(', ') };
  item.tooltip = tooltip(run, state, cost);
}

/** A short text for the cost: money if prices are known, otherwise calls. */
function costWords({ spent, expected }: PanelCost): string {
  const [now, then] =
    spent.money !== '' || expected?.money ? [spent.money || '0', expected?.money] : [calls(spent), expected && calls(expected)];
  return then ? t('{0} of about {1}', now, then) : now;
}

const calls = ({ calls: n }: PanelAmount): string => (n === 1 ? t('1 call') : t('{0} calls', n));

function tooltip({ live, options }: EditorRun, state: string, cost: PanelCost | null): vscode.MarkdownString {
  const { model, timeline } = live;
  const last =
    live.state === 'running'
      ? [link(t('Stop'), 'stop')]
      : live.state === 'paused'
        ? [link(t('Double the Budget and Continue'), 'raiseBudget'), link(t('Continue with the Built-in Mind'), 'goOnBuiltin')]
        : [link(t('Open Run Folder'), 'openRunFolder')];
  const lines = [
    `**${plain(model.title)}** · ${plain(model.scenario)}`,
    `${plain(state)} · ${t('{0} agents, {1} messages', model.agents.length, timeline.head.messages.length)}`,
    ...(options.expected === null ? [] : [t('Expected for the run: {0}', plain(options.expected))]),
    ...(cost ? costLines(cost) : []),
    `${t('Played by {0}. Synthetic data.', plain(withArticle(options.mind)))}`,
    last.join(' · '),
  ];
  const markdown = new vscode.MarkdownString(lines.join('\n\n'));
  markdown.isTrusted = { enabledCommands: ['stop', 'raiseBudget', 'goOnBuiltin', 'openRunFolder'].map((name) => `society.${name}`) };
  return markdown;
}

const link = (title: string, command: string): string => `[${title}](command:society.${command})`;

/** The lines about the cost. Addresses are plain text, not links. */
function costLines({ spent, expected, budget, egress }: PanelCost): readonly string[] {
  return [
    t('Spent: {0}', plain(amount(spent))),
    ...(expected ? [t('Expected at the end: {0}', plain(amount(expected)))] : []),
    ...(budget === '' ? [] : [t('Budget: {0}', plain(budget))]),
    ...egress.map((line) => plain(line).replaceAll('://', ':\u200b//')),
  ];
}

const amount = (one: PanelAmount): string =>
  [calls(one), t('{0} tokens in, {1} out', groupedFor(one.input), groupedFor(one.output)), ...(one.money === '' ? [] : [one.money])].join(
    ', ',
  );
