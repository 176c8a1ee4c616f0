/** What the commands do that make another run of one, or look at two. Arguments come from anywhere. */
import * as vscode from 'vscode';
import type { Commands } from '../commands.js';
import { goalOf } from '../debug/runTo.js';
import { forkHere, forkWithFile, lookedAtMoment } from './forks.js';
import type { Moment } from '../moment/moment.js';
import type { Panels } from '../panel/panels.js';
import type { Runs } from '../run/runs.js';
import { fileOf, isListed } from '../side/runList.js';
import type { Comparisons } from './comparisons.js';

const { t } = vscode.l10n;

interface ForkHandlerPorts {
  readonly runs: Runs;
  readonly panels: Panels;
  readonly moment: Moment;
  readonly comparisons: Comparisons;
}

type ForkCommands = Pick<
  Commands,
  'society.forkHere' | 'society.forkWithFile' | 'society.compareWithParent' | 'society.compareWith' | 'society.compareTranscripts'
>;

export function forkHandlers({ runs, panels, moment, comparisons }: ForkHandlerPorts): ForkCommands {
  const dirOf = (argument: unknown): string | undefined => {
    const dir = isListed(argument) ? argument.dir.fsPath : moment.run?.dir;
    if (dir === undefined) void vscode.window.showInformationMessage(t('There is no run to compare yet.'));
    return dir;
  };
  return {
    'society.forkHere': async (at) => {
      const goal = goalOf(at);
      await forkHere(moment, goal && 'seq' in goal ? goal.seq : null);
    },
    'society.forkWithFile': async (argument) => {
      const listed = isListed(argument) ? { dir: argument.dir.fsPath, uri: await fileOf(argument), seq: null } : null;
      const at = listed ?? lookedAtMoment(moment);
      if (at) await forkWithFile(at, runs, () => panels.open());
    },
    'society.compareWithParent': async (argument) => {
      const dir = dirOf(argument);
      if (dir !== undefined) await comparisons.withParent(dir);
    },
    'society.compareWith': async (argument) => {
      const dir = dirOf(argument);
      if (dir !== undefined) await comparisons.withChosen(dir);
    },
    'society.compareTranscripts': () => comparisons.transcripts(),
  };
}
