/** Arms of an experiment that ask language models, on the command line: the forecast, the confirmation, and where runs are kept. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CancellationToken, neverCancelled } from '../../core/util/lifecycle.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { folderFiles } from '../../node/ports.js';
import { newRunPlace } from '../../node/runPlace.js';
import {
  type AskingHost,
  askingPlayer,
  forecastOfArms,
  type Keeping,
  type Plan,
  type Player,
  type Shard,
  type ExperimentRequest,
  type ArmToAsk,
} from '../../runs/experiments/index.js';
import { budgetLine, egress, forecastLine, words } from '../../runs/index.js';
import { terminalAccess } from '../terminal/access.js';
import { isConfirmed } from '../terminal/confirmation.js';
import { aside, plural, UsageError } from '../terminal/output.js';
import { leavingLines } from '../authoring/forecast.js';
import type { Expected } from './experimentTime.js';
import { type GivenBudget, limitLedger, spentLines } from '../terminal/spending.js';
import { t } from '../../core/util/l10n.js';

export interface AskingOptions extends GivenBudget {
  /** Skips the confirmation. */
  readonly yes?: boolean | undefined;
  /** Runs at the same time. */
  readonly atOnce: number | undefined;
  readonly shard: Shard | undefined;
}

/** The default number of runs of language models at the same time: their endpoints set the limit, not this process. */
const AT_ONCE = 4;

const homeOf = ({ uri }: Plan): string => dirname(fileURLToPath(uri));

/** The player for runs that ask an outside mind; null where none does. Prints the forecast and asks for confirmation. */
export async function askingIn(plan: Plan, kept: Keeping, token: CancellationToken, options: AskingOptions): Promise<Player | null> {
  const wanted: ExperimentRequest[] = [];
  const player = await askingPlayer(plan, {
    ...hostOf(plan, token, options),
    ...{ begun: kept.begun, begin: (key, run) => kept.begin(key, run) },
    mayAsk: async (one) => {
      wanted.push(one);
      limitLedger(one.ledger, options);
      for (const line of await linesOf(one, plan)) aside(`${line}\n`);
      return options.yes ?? agreed();
    },
  });
  const [one] = wanted;
  return player && one ? { ...player, close: async () => aside(spentLines(one.ledger)) } : player;
}

const hostOf = (
  plan: Plan,
  token: CancellationToken,
  { atOnce = AT_ONCE, shard }: AskingOptions,
): Omit<AskingHost, 'begun' | 'begin' | 'mayAsk'> => ({
  ...{ access: terminalAccess(homeOf(plan)), token, places: atOnce, shard },
  place: async ({ scenario, seed }) => {
    const { id, dir } = await newRunPlace(homeOf(plan), scenario, seed);
    return { id, files: folderFiles(dir) };
  },
  again: (run) => ({ id: run, files: folderFiles(join(homeOf(plan), '.society', 'runs', run)) }),
  created: () => new Date().toISOString(),
});

async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError(t('This experiment asks language models. Add --yes to allow it, or --forecast to see what it would take.'));
  return isConfirmed(t('Ask them? [y/N] '));
}

/** `--forecast`: what the remaining runs would take, and where their questions would go. Sends and keeps nothing. */
export async function forecastExperiment(plan: Plan, expected: Expected | null): Promise<number> {
  let lines: readonly string[] = [];
  const nothing: Pick<AskingHost, 'begun' | 'begin'> = { begun: new Map(), begin: async () => undefined };
  const look = async (wanted: ExperimentRequest): Promise<boolean> => {
    lines = await linesOf(wanted, plan);
    return true;
  };
  await askingPlayer(plan, { ...hostOf(plan, neverCancelled, { atOnce: undefined, shard: undefined }), ...nothing, mayAsk: look });
  process.stdout.write(
    `${[t('{0} left, {1} played before', plural(plan.missing.length, 'run'), plan.known.size), ...lines, ...(expected?.lines ?? [])].join('\n')}\n`,
  );
  return 0;
}

async function linesOf({ arms, ledger }: ExperimentRequest, { resolved }: Plan): Promise<readonly string[]> {
  const leaving = new Set(arms.flatMap(({ society, model }) => leavingLines(egress(society, model), resolved)));
  const runs = arms.reduce((sum, one) => sum + one.runs, 0);
  const paid = t(
    runs === 1 ? '{0} of {1} asks language models' : '{0} of {1} ask language models',
    plural(runs, 'run'),
    plural(arms.length, 'arm'),
  );
  return [t('{0}; forecast: {1}', paid, await forecastOf(arms, ledger.limits)), ...leaving];
}

/** An experiment starts also where its forecast cannot be made. */
async function forecastOf(arms: readonly ArmToAsk[], limits: ExperimentRequest['ledger']['limits']): Promise<string> {
  try {
    const made = await forecastOfArms(arms, { now: () => performance.now(), breathe: breather(8) });
    const budget = budgetLine(made, limits);
    return `${forecastLine(made) ?? 'nothing'}${budget === null ? '' : `; ${budget}`}`;
  } catch (error) {
    return t('not possible: {0}', words(error));
  }
}
