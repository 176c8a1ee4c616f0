/** Claims verified in this window: their runs are played in its threads and kept next to the file, with the cards. */
import type * as vscode from 'vscode';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { breather } from '../../node/yieldToEventLoop.js';
import type { Claim, ClaimCard, FoundCards, Verified } from '../../runs/claims/index.js';
import type { ExperimentRequest, ExperimentRun, Plan, Played } from '../../runs/experiments/index.js';
import { rooms } from '../window/rooms.js';
import { askingHere, type AskingPorts } from './askConsent.js';
import type { WindowThreads } from './threads.js';
import { dirname } from '../../node/paths.js';
import { pathOf } from '../window/paths.js';
import { notKeptWords } from '../web/limits.js';

/** The most runs that one verification plays. The command line takes other numbers. */
export const MOST_RUNS = 2000;

/** Milliseconds of counting runs after which the event loop runs. */
const BREATH_MS = 8;

export interface VerifyPorts extends AskingPorts {
  readonly threads: WindowThreads;
}

/** Which claims of a file are meant. */
export interface WantedClaims {
  readonly uri: vscode.Uri;
  /** The scenario whose expectations are meant, and the experiment whose comparisons; null for none. */
  readonly scenario: string | null;
  readonly experiment: string | null;
  /** Which of its expectations; all of them if it is left out. */
  readonly expectation?: (id: string) => boolean;
}

const isWanted =
  ({ scenario, experiment, expectation = () => true }: WantedClaims) =>
  (claim: Claim): boolean =>
    claim.kind === 'comparison' ? claim.experiment === experiment : claim.scenario === scenario && expectation(claim.expectation);

interface VerifyHooks {
  readonly token: CancellationToken;
  /** What is played next, as text. */
  readonly told: (words: string) => void;
  /** Called at each finished run, and with the cards after each condition. */
  readonly kept?: () => void;
  readonly shown?: (cards: readonly ClaimCard[]) => void;
  /** Called when the user does not allow that language models are asked. The promise then rejects. */
  readonly declined?: () => void;
}

/** Plays what is missing and keeps the cards. Asks the user once, before any language model is asked. */
export async function verifyHere(of: WantedClaims, ports: VerifyPorts, hooks: VerifyHooks): Promise<Verified> {
  const { uri } = of;
  const { token, told, shown } = hooks;
  const notKept = notKeptWords(uri);
  if (notKept !== null) throw new Error(notKept);
  const { claimsRoom, room, files, language, all, claims, played } = await opened(of, ports);
  const kept = await room.openKept(files);
  const known = new Map<string, ExperimentRun>([...played, ...kept.cells]);
  const request = { uri: uri.toString(), claims, all, models: [], runs: MOST_RUNS };
  const keep = async (cell: ExperimentRun): Promise<void> => {
    known.set(cell.key, cell);
    await kept.keep(cell);
    hooks.kept?.();
  };
  let given: boolean | null = null;
  const { missing } = await claimsRoom.runsNeeded(request, { language, known: () => known, breathe: breather(BREATH_MS) });
  /** The first plan stands for all: its arms are forecast for as many runs as all conditions may take. */
  const once = (plan: Plan) => async (first: ExperimentRequest, ask: (all: ExperimentRequest) => Promise<boolean>) => {
    const times = Math.max(1, Math.min(missing, MOST_RUNS) / plan.missing.length);
    given ??= await ask({ ...first, arms: first.arms.map((arm) => ({ ...arm, runs: Math.ceil(arm.runs * times) })) });
    return given;
  };
  const play = async (plan: Plan): Promise<Played> =>
    room.playExperiment(plan, {
      asking: await askingHere(
        plan,
        { ...kept, keep },
        {
          ...{ ...ports, uri, token, raise: false, declined: hooks.declined ?? (() => undefined) },
          through: once(plan),
        },
      ),
      alone: await ports.threads.player(plan.material),
      ...{ token, keep, now: () => performance.now() },
    });
  const host = { language, token, known: () => known, play, told, now: () => performance.now(), ...(shown ? { shown } : {}) };
  try {
    const verified = await claimsRoom.verifyClaims(request, host);
    await claimsRoom.keepCards(files, await language.resolve(uri.toString()), verified, all);
    return verified;
  } finally {
    await kept.close();
  }
}

/** The claims, and the cards that are kept for them. */
interface ClaimsHere {
  readonly claims: readonly Claim[];
  readonly kept: FoundCards;
}

/** Reads the claims and their cards; plays nothing. */
export async function claimsHere(of: WantedClaims, ports: Pick<VerifyPorts, 'language'>): Promise<ClaimsHere> {
  const { claimsRoom, files, language, claims } = await opened(of, ports, [of.scenario ?? '']);
  const { cardsFile, foundCards, sourcesOf } = claimsRoom;
  const uri = of.uri.toString();
  const resolved = await language.resolve(uri);
  return { claims, kept: foundCards(await files.read(cardsFile(uri)), sourcesOf(resolved)) };
}

/** The runs that the claims need and that were not played before, and the minds that speak in them; plays nothing. */
export async function countHere(
  of: WantedClaims,
  ports: Pick<VerifyPorts, 'language'>,
): Promise<{ readonly missing: number; readonly speakers: string }> {
  const { claimsRoom, room, files, language, claims, all, played } = await opened(of, ports, [of.scenario ?? '']);
  const { cells } = await room.readKeptGently((await files.read(room.RUNS)) ?? '', breather(BREATH_MS));
  const known = new Map([...played, ...cells]);
  const request = { uri: of.uri.toString(), claims, all, models: [] };
  return claimsRoom.runsNeeded(request, { language, known: () => known, breathe: breather(BREATH_MS) });
}

/** `scenarios`: those whose expectations are read; all of them if it is left out, which the correction of p needs. */
async function opened(of: WantedClaims, { language: host }: Pick<VerifyPorts, 'language'>, scenarios?: readonly string[]) {
  const { uri, experiment } = of;
  const [runs, room, { folderFiles }, { claimsPlace, experimentPlace }] = await Promise.all([
    rooms.runs(),
    rooms.experiments(),
    import('../../node/ports.js'),
    import('../../node/runPlace.js'),
  ]);
  const claimsRoom = await runs.claimsRoom();
  const language = await host.service();
  const all = await claimsRoom.claimsIn(language, uri.toString(), scenarios);
  const claims = all.filter(isWanted(of));
  const home = dirname(pathOf(uri));
  const text = experiment === null ? null : await folderFiles(experimentPlace(home, experiment)).read(room.RUNS);
  const { cells: played } = await room.readKeptGently(text ?? '', breather(BREATH_MS));
  return { claimsRoom, room, files: folderFiles(claimsPlace(home)), language, all, claims, played };
}
