/** Arms that ask language models, in the editor: their expected cost, the user's consent, and the folder of their runs. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { breather } from '../../node/yieldToEventLoop.js';
import type { Keeping, Plan, Player, ExperimentRequest } from '../../runs/experiments/index.js';
import { mindAccess } from '../model/access.js';
import type { Keys } from '../model/keys.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';
import type { Consent } from '../run/consent.js';
import { doubled } from '../run/raisedBudget.js';
import { dirname, join } from '../../node/paths.js';
import { pathOf } from '../window/paths.js';

const { t } = vscode.l10n;

export interface AskingPorts {
  readonly language: LanguageHost;
  readonly keys: Keys;
  readonly consent: Consent;
}

export interface AskingNow extends Pick<AskingPorts, 'keys' | 'consent'> {
  readonly uri: vscode.Uri;
  readonly token: CancellationToken;
  /** Whether to double the budget. */
  readonly raise: boolean;
  /** Called when the user declines; the promise then rejects. */
  readonly declined: () => void;
  /** In place of one question for this plan: asks through `ask`, as for several plans of which this is the first. */
  readonly through?: ((wanted: ExperimentRequest, ask: (wanted: ExperimentRequest) => Promise<boolean>) => Promise<boolean>) | undefined;
}

/** Runs with language models that run in parallel: the endpoints are the limit, not this process. */
const AT_ONCE = 4;

/** Milliseconds of forecasting after which the event loop runs. */
const BREATH_MS = 8;

/** The player for runs that ask a language model or a person; null if no run does. Asks the user before anything is sent. */
export async function askingHere(plan: Plan, kept: Keeping, { uri, keys, consent, token, ...how }: AskingNow): Promise<Player | null> {
  const [{ askingPlayer }, { folderFiles }, { newRunPlace }] = await Promise.all([
    rooms.experiments(),
    import('../../node/ports.js'),
    import('../../node/runPlace.js'),
  ]);
  const home = dirname(pathOf(uri));
  return askingPlayer(plan, {
    ...{ access: mindAccess(keys, uri), token, places: AT_ONCE, begun: kept.begun },
    begin: (key, run) => kept.begin(key, run),
    place: async ({ scenario, seed }) => {
      const { id, dir } = await newRunPlace(home, scenario, seed);
      return { id, files: folderFiles(dir) };
    },
    again: (run) => ({ id: run, files: folderFiles(join(home, '.society', 'runs', run)) }),
    created: () => new Date().toISOString(),
    mayAsk: async (wanted) => {
      if (how.raise) wanted.ledger.limit(doubled(wanted.ledger));
      const ask = (all: ExperimentRequest): Promise<boolean> => mayAsk(plan, all, uri, consent);
      const may = await (how.through ? how.through(wanted, ask) : ask(wanted));
      if (!may) how.declined();
      return may;
    },
  });
}

/** Asks the user for consent each time, because an experiment has many runs. */
async function mayAsk({ resolved }: Plan, { arms, ledger }: ExperimentRequest, uri: vscode.Uri, consent: Consent): Promise<boolean> {
  const runs = arms.reduce((sum, one) => sum + one.runs, 0);
  const ready = arms.map(({ society, model }) => ({ model, resolved: { ...resolved, society }, ledger }));
  const said = {
    question: t('Start {0} runs of “{1}” that ask language models?', runs, ready[0]?.model.title ?? ''),
    lines: [await forecastWords({ arms, ledger })],
    action: t('Play'),
  };
  return consent.isGiven(uri, ready, Promise.resolve(null), said);
}

/** The text of the forecast. A forecast that fails does not prevent the experiment. */
async function forecastWords({ arms, ledger }: ExperimentRequest): Promise<string> {
  const [{ forecastOfArms }, { budgetLine, forecastLine }] = await Promise.all([rooms.experiments(), rooms.runs()]);
  try {
    const made = await forecastOfArms(arms, { now: () => performance.now(), breathe: breather(BREATH_MS) });
    const takes = t('Expected for all runs: {0}.', forecastLine(made) ?? t('nothing'));
    const budget = budgetLine(made, ledger.limits);
    return budget === null ? takes : `${takes}\n\n${budget.charAt(0).toUpperCase()}${budget.slice(1)}.`;
  } catch (error) {
    return t('The cost cannot be forecast: {0}', errorText(error));
  }
}
