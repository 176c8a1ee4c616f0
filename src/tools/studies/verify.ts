/** The tool `verify`: examines the claims of a file, and returns the verdict of each, with the rows of the card of one claim. */
import { dirname, fileURLToPath } from '../../node/paths.js';
import { fileUri, folderFiles } from '../../node/ports.js';
import { claimsPlace } from '../../node/runPlace.js';
import { verdictWords, type ShownCard } from '../../protocol/claimCard.js';
import { claimsRoom, egress, egressLines, loadModel } from '../../runs/index.js';
import { type ExperimentRun, openKept } from '../../runs/experiments/index.js';
import type { ToolHost } from '../base/host.js';
import { inputOf, text, whole } from '../base/input.js';
import { societyFile } from '../base/places.js';
import { tool, type ToolCall, ToolFault } from '../base/tool.js';
import { playPlan } from './studyPlayer.js';

interface VerifyInput {
  readonly file: string;
  readonly claim?: string;
  readonly seeds?: number;
  readonly most_runs?: number;
  readonly calls?: number;
}

const MOST_RUNS = 400;
const MOST_LINES = 3;

export const verify = tool<VerifyInput>({
  name: 'verify',
  title: 'Examine claims',
  effect: 'costs',
  description:
    'Examines the claims of a .society file (expectations of scenarios, comparisons of experiments): effect, chance, null runs, power, other wordings and models, and which part carries them. Returns a verdict for each claim: holds, holds but not shown under all conditions, holds under some conditions, depends on a condition, not shown, or equivalent. With `claim`, all rows of its card. Runs that were played before are reused. The user is asked first.',
  input: inputOf(
    {
      file: text('Path of the .society file.'),
      claim: text('One claim, or all of a scenario or an experiment. Default: all.'),
      seeds: whole('Number of seeds in place of that of the file.', 1, 10_000),
      most_runs: whole(`The most new runs. Rows that need more are marked as not played. Default: ${MOST_RUNS}.`, 0, 100_000),
      calls: whole('The most calls of language models. It cannot raise the budget of the file.', 0, 1_000_000),
    },
    ['file'],
  ),
  question: async (input, host) => {
    const { uri, claims } = await claimsOf(input, host);
    const leaving = await leavingOf(uri, host);
    const lines = [`${claims.length} claims, at most ${input.most_runs ?? MOST_RUNS} new runs.`, ...leaving];
    return { title: `Examine the claims of ${input.file}?`, lines, sends: leaving.length > 0, basis: leaving.join('\n') };
  },
  run: async (input, host, call) => examined(input, host, call),
});

async function claimsOf({ file, claim }: VerifyInput, host: ToolHost) {
  const { claimsIn, claimsNamed } = await claimsRoom();
  const uri = fileUri(await societyFile(host, file));
  const all = await claimsIn(await host.language(), uri);
  if (all.length === 0)
    throw new ToolFault(`${file} makes no claim. Write one under \`expect:\` of a scenario, or under \`compare:\` of an experiment.`);
  return { uri, all, claims: claim === undefined ? all : claimsNamed(all, claim) };
}

/** What the scenarios of a file would send as they are written. */
async function leavingOf(uri: string, host: ToolHost): Promise<readonly string[]> {
  const language = await host.language();
  const { society } = await language.resolve(uri);
  const lines: string[] = [];
  for (const scenario of Object.keys(society.scenarios ?? {})) {
    const loaded = await loadModel(language, uri, { scenario });
    if (loaded.ok) lines.push(...egressLines(egress(loaded.resolved.society, loaded.model)));
  }
  return [...new Set(lines)];
}

async function examined(input: VerifyInput, host: ToolHost, call: ToolCall): Promise<object> {
  const { uri, all, claims } = await claimsOf(input, host);
  const { keepCards, shownCard, verifyClaims } = await claimsRoom();
  const language = await host.language();
  const files = folderFiles(claimsPlace(dirname(fileURLToPath(uri))));
  const kept = await openKept(files);
  try {
    const fresh = new Map(kept.cells);
    const paid: ExperimentRun[] = [];
    const keeping = {
      ...kept,
      keep: async (cell: ExperimentRun) => {
        fresh.set(cell.key, cell);
        paid.push(cell);
        await kept.keep(cell);
      },
    };
    const verified = await verifyClaims(
      { uri, claims, all, seeds: input.seeds, models: [], runs: input.most_runs ?? MOST_RUNS },
      {
        ...{ language, token: call.token, known: () => fresh, now: () => performance.now() },
        play: (plan) => playPlan(plan, keeping, host, call, input.calls),
        told: (words) => call.progress(paid.length, 0, words),
      },
    );
    await keepCards(files, await language.resolve(uri), verified, all);
    const cards = verified.cards.map((card) => shownCard(card, verified.speakers));
    const isOne = input.claim !== undefined && cards.length === 1;
    return {
      ...{ state: verified.state, minds: verified.speakers, synthetic: true, new_runs: paid.length },
      ...(verified.problem === null ? {} : { stopped_early: true }),
      claims: cards.map((card) => shown(card, isOne)),
    };
  } finally {
    await kept.close();
  }
}

const shown = (card: ShownCard, hasRows: boolean): object => ({
  ...{ id: card.id, says: card.says, verdict: verdictWords(card.verdict) },
  ...(hasRows
    ? {
        rows: Object.fromEntries(
          card.rows.map(({ row, state, lines }) => [row, state === 'filled' ? lines.slice(0, MOST_LINES) : [state]]),
        ),
      }
    : {}),
});
