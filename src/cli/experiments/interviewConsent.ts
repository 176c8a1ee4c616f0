/** Interviews about a study on the command line: what they take, where questions go, and the confirmation before anything is sent. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { neverCancelled } from '../../core/util/lifecycle.js';
import { t } from '../../core/util/l10n.js';
import type { Resolved } from '../../language/api.js';
import type { Ledger } from '../../minds/index.js';
import { folderFiles } from '../../node/ports.js';
import type { Interviews, InterviewStudy, OpenInterviews } from '../../runs/claims/index.js';
import { budgetLine, claimsRoom, egress, forecastLine, words } from '../../runs/index.js';
import type { ExperimentRun } from '../../runs/experiments/index.js';
import { leavingLines } from '../authoring/forecast.js';
import { terminalAccess } from '../terminal/access.js';
import { isConfirmed } from '../terminal/confirmation.js';
import { aside, plural, UsageError } from '../terminal/output.js';
import { type GivenBudget, limitLedger } from '../terminal/spending.js';

interface InterviewOptions extends GivenBudget {
  /** The most agents of each run. */
  readonly agents: number;
  /** Skips the confirmation. */
  readonly yes?: boolean | undefined;
}

/** Asks agents of runs in the folder of a file, after a confirmation. */
export async function interviewer(
  resolved: Resolved,
  options: InterviewOptions,
): Promise<(cells: readonly ExperimentRun[], study: InterviewStudy) => Promise<Interviews | null>> {
  const { interviewRuns } = await claimsRoom();
  const home = dirname(fileURLToPath(resolved.uri));
  return (cells, study) =>
    interviewRuns(cells, study, {
      ...{ access: terminalAccess(home), token: neverCancelled, agents: options.agents },
      again: (run) => folderFiles(join(home, '.society', 'runs', run)),
      mayAsk: async (open, of, ledger) => {
        limitLedger(ledger, options);
        for (const line of await linesOf(open, of, ledger, options.agents, resolved)) aside(`${line}\n`);
        return options.yes ?? agreed();
      },
    });
}

async function linesOf(
  open: OpenInterviews,
  { society, model, judge }: InterviewStudy,
  { limits }: Ledger,
  most: number,
  resolved: Resolved,
): Promise<readonly string[]> {
  const { interviewForecast, judgeLabel } = await claimsRoom();
  const interviews = plural(open.agents, 'interview');
  const asked = open.judgements > 0 ? t('{0}, and {1} to the judge', interviews, plural(open.judgements, 'question')) : interviews;
  const minds = judge ? [...model.minds, judgeLabel(society, judge)] : model.minds;
  const leaving = leavingLines(egress(society, { ...model, minds }), resolved);
  try {
    const made = await interviewForecast(open, { society, judge }, most);
    const budget = budgetLine(made, limits);
    return [t('{0}; forecast: {1}', asked, `${forecastLine(made) ?? t('nothing')}${budget === null ? '' : `; ${budget}`}`), ...leaving];
  } catch (error) {
    return [t('{0}; forecast: {1}', asked, t('not possible: {0}', words(error))), ...leaving];
  }
}

async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError(t('Interviews ask language models. Add --yes to allow it.'));
  return isConfirmed(t('Ask them? [y/N] '));
}
