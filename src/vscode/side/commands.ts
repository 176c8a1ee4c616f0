/** Commands of the side bar, the code lenses and the panel for the shown moment. Any extension can pass arguments, so they are checked. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { agentAt } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import type { MomentCommands } from '../commands.js';
import { debugRecordedRun } from '../debug/debugger.js';
import type { RunTexts } from '../debug/texts.js';
import type { LanguageHost } from '../language/host.js';
import { setCoverage } from '../moment/coverage.js';
import { type ShownRun, openAtItsEnd, whyUnread } from '../moment/shownRun.js';
import type { Interviews } from '../moment/interviews.js';
import type { Moment } from '../moment/moment.js';
import { compareRunText } from '../moment/ownText.js';
import type { Panels } from '../panel/panels.js';
import { revealNode } from '../window/convert.js';
import { rooms } from '../window/rooms.js';
import type { Runs } from '../run/runs.js';
import type { AgentRow } from './agentsView.js';
import { fileOf, isListed, type ListedRun } from './runList.js';
import type { SideBar } from './runsView.js';
import { pathOf } from '../window/paths.js';

const { t } = vscode.l10n;

export interface MomentPorts {
  readonly language: LanguageHost;
  readonly runs: Runs;
  readonly panels: Panels;
  readonly moment: Moment;
  readonly side: SideBar;
  readonly interviews: Interviews;
  readonly texts: RunTexts;
}

export function momentHandlers({ language, runs, panels, moment, side, interviews, texts }: MomentPorts): MomentCommands {
  /** Counts the requests. If several runs load at the same time, only the last one is shown. */
  let asked = 0;
  const look = async (listed: ListedRun): Promise<void> => {
    const mine = ++asked;
    try {
      const found = await shownRunOf(listed, moment);
      if (mine !== asked) return;
      if (!found) throw new Error(await whyUnread(pathOf(listed.dir)));
      moment.set(found, found === moment.run ? moment.seq : null);
      panels.open();
    } catch (error) {
      void vscode.window.showErrorMessage(t('The run in {0} cannot be shown. {1}', pathOf(listed.dir), errorText(error)));
    }
  };
  return {
    'society.lookAtRun': async (listed) => {
      if (isListed(listed)) await look(listed);
    },
    'society.resumeRun': async (listed) => {
      if (isListed(listed)) await vscode.commands.executeCommand('society.resume', await fileOf(listed), pathOf(listed.dir));
    },
    'society.debugRun': async (listed) => {
      if (isListed(listed)) await debugRecordedRun(pathOf(listed.dir), undefined);
    },
    'society.deleteRun': async (listed) => {
      if (isListed(listed)) await deleteRun(listed, { runs, moment, side });
    },
    'society.exportRun': async (listed, format) => {
      const run = isListed(listed) ? await shownRunOf(listed, moment) : moment.run;
      if (run) await (await import('../files/export.js')).exportRun(run, typeof format === 'string' ? format : undefined);
      else if (isListed(listed)) void vscode.window.showErrorMessage(await whyUnread(pathOf(listed.dir)));
      else void vscode.window.showInformationMessage(t('No run to export. Run a scenario, or open a run from the Society view.'));
    },
    'society.followRun': async () => moment.go(null),
    'society.goTo': async (seq) => {
      const to = Number.isInteger(seq) ? (seq as number) : await askSeq(moment);
      if (to !== undefined) moment.go(to);
    },
    'society.showAgent': async (id) => {
      if (typeof id === 'string') await showAgent(id, { language, moment, side, panels });
    },
    'society.showCoverage': () => setCoverage(moment, true),
    'society.hideCoverage': () => setCoverage(moment, false),
    'society.compareRunText': (file) => compareRunText(moment, texts, file instanceof vscode.Uri ? file : undefined),
    'society.interview': async (agent, question) => {
      const row = (agent as Partial<AgentRow> | undefined)?.agent;
      const of = typeof row === 'number' && moment.state ? agentAt(moment.state, row)?.id : agent;
      await interviews.ask(
        typeof of === 'string' ? of : (side.mind.agent ?? undefined),
        typeof question === 'string' ? question : undefined,
      );
    },
    'society.searchAgents': async () => {
      const text = await vscode.window.showInputBox({
        title: t('Search Agents'),
        prompt: t('Name, id, or last act'),
        value: side.agents.filter,
      });
      if (text !== undefined) side.agents.search(text);
    },
    'society.clearAgentSearch': async () => side.agents.search(''),
    'society.moreAgents': async () => side.agents.more(),
    'society.searchMemories': async () => {
      const text = await vscode.window.showInputBox({
        title: t('Search Memories'),
        prompt: t('Text of a memory, or its kind'),
        value: side.mind.filter,
      });
      if (text !== undefined) side.mind.search(text);
    },
    'society.clearMemorySearch': async () => side.mind.search(''),
    'society.moreMemories': async () => side.mind.more(),
  };
}

/** The run of a list item. A run that is already shown is not read again, unless its folder shows that it has continued since. */
async function shownRunOf(listed: ListedRun, moment: Moment): Promise<ShownRun | null> {
  const { run, dir, standing } = listed;
  if (run) return run;
  const { run: shown } = moment;
  const isStill = shown?.dir === pathOf(dir) && ('live' in shown || shown.source.state === standing);
  return isStill ? shown : openAtItsEnd(pathOf(dir), await fileOf(listed));
}

type Confirm = (question: string, detail: string, action: string) => Promise<boolean>;

const modal: Confirm = async (question, detail, action) =>
  (await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action;

/** Deletes the folder of a run if the user confirms and no window writes to it. */
export async function deleteRun(
  { dir, manifest }: ListedRun,
  { runs, moment, side }: Pick<MomentPorts, 'runs' | 'moment' | 'side'>,
  confirm: Confirm = modal,
): Promise<void> {
  const isLive = (): boolean => runs.live.some((one) => one.dir === pathOf(dir));
  const refuse = (): void => void vscode.window.showInformationMessage(t('“{0}” is still running. Stop it first.', manifest.title));
  if (isLive()) return refuse();
  const question = t('Delete the run “{0}” of “{1}”?', manifest.id, manifest.title);
  const detail = t('Its events, answers and prompts are deleted from {0}. This cannot be undone.', pathOf(dir));
  if (!(await confirm(question, detail, t('Delete')))) return;
  // The run may have continued meanwhile.
  if (isLive()) return refuse();
  try {
    const { folderFiles } = await import('../../node/ports.js');
    const release = await folderFiles(pathOf(dir)).lock?.();
    await release?.();
    await vscode.workspace.fs.delete(dir, { recursive: true });
  } catch (error) {
    return void vscode.window.showErrorMessage(t('“{0}” was not deleted. {1}', manifest.id, errorText(error)));
  }
  if (moment.run?.dir === pathOf(dir)) moment.set(null);
  side.runs.refresh();
}

async function askSeq(moment: Moment): Promise<number | undefined> {
  const last = (moment.run?.timeline.events.length ?? 0) - 1;
  if (last < 0) return void vscode.window.showInformationMessage(t('No runs yet.'));
  const text = await vscode.window.showInputBox({
    title: t('Go to Event'),
    prompt: t('A number from 0 to {0}', last),
    value: String(Math.max(0, moment.seq ?? last)),
    validateInput: (value) => (/^\d+$/.test(value) && Number(value) <= last ? null : t('Enter a number from 0 to {0}.', last)),
  });
  return text === undefined ? undefined : Number(text);
}

/** Shows an agent in the *Mind* view, in the panel, and at its line in the file. The keyboard focus does not move. */
async function showAgent(
  id: string,
  { language, moment, side, panels }: Omit<MomentPorts, 'runs' | 'interviews' | 'texts'>,
): Promise<void> {
  const { run, state } = moment;
  side.mind.show(id);
  panels.select(id);
  await vscode.commands.executeCommand('society.mind.focus', { preserveFocus: true });
  if (!run || !state) return;
  const index = indexOf(state.roster, id);
  if (index < 0) return;
  const { nodeOf } = await rooms.runs();
  const node = nodeOf(run.source.model, state, index);
  if (node !== null) await revealNode(language, run.uri, node, true);
}
