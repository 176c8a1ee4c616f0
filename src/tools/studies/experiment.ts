/** The tool `experiment`: plays the arms of an experiment over the same seeds, keeps the runs, and compares the arms. */
import { dirname, fileURLToPath } from '../../node/paths.js';
import { noSuch } from '../../core/util/suggest.js';
import { fileUri, folderFiles } from '../../node/ports.js';
import { experimentPlace } from '../../node/runPlace.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
import { type Compared, comparisonsOf, openKept, type Plan, planExperiment, readKept, RUNS } from '../../runs/experiments/index.js';
import type { ToolHost } from '../base/host.js';
import { inputOf, text, whole } from '../base/input.js';
import { shownPath, societyFile } from '../base/places.js';
import { rounded } from '../base/quotes.js';
import { tool, ToolFault } from '../base/tool.js';
import { leavingOf, playPlan } from './studyPlayer.js';

interface ExperimentInput {
  readonly file: string;
  readonly id?: string;
  readonly seeds?: number;
  readonly most_runs?: number;
  readonly calls?: number;
}

/** The most runs that one call plays, and the most comparisons in a result. */
const MOST_RUNS = 200;
const MOST_COMPARED = 10;

export const experiment = tool<ExperimentInput>({
  name: 'experiment',
  title: 'Play an experiment',
  effect: 'costs',
  description:
    'Plays the arms of an experiment of a .society file over the same seeds, and compares them: mean and 95 % interval of each arm, differences with corrected p-values and effect sizes. Runs that were played before are reused. The user is asked first.',
  input: inputOf(
    {
      file: text('Path of the .society file.'),
      id: text('Which experiment. Default: the first.'),
      seeds: whole('Number of seeds in place of that of the file.', 1, 10_000),
      most_runs: whole(`Refuse to play more new runs than this. Default: ${MOST_RUNS}.`, 1, 100_000),
      calls: whole('The most calls of language models. It cannot raise the budget of the file.', 0, 1_000_000),
    },
    ['file'],
  ),
  question: async (input, host) => {
    const plan = await planned(input, host, null);
    const leaving = await leavingOf(plan, host);
    const lines = [`${plan.missing.length} new runs of ${plan.arms.length} arms, ${plan.known.size} from before.`, ...leaving];
    return { title: `Play experiment ${plan.id} of ${input.file}?`, lines, sends: leaving.length > 0, basis: leaving.join('\n') };
  },
  run: async (input, host, call) => {
    const { id, home } = await studied(input, host);
    const kept = await openKept(folderFiles(experimentPlace(home, id)));
    try {
      const plan = await planned(input, host, kept.cells);
      const { most_runs: most = MOST_RUNS } = input;
      if (plan.missing.length > most)
        throw new ToolFault(
          `The experiment needs ${plan.missing.length} new runs, more than ${most}. Give fewer \`seeds\`, or a higher \`most_runs\`.`,
        );
      const played = await playPlan(plan, kept, host, call, input.calls);
      const compared = comparisonsOf(played);
      return {
        ...{ experiment: id, file: shownPath(host, await societyFile(host, input.file)), state: played.state, seeds: played.seeds.length },
        ...{ new_runs: plan.missing.length - played.lost.length, synthetic: true },
        ...(played.lost.length > 0 ? { lost_runs: played.lost.length } : {}),
        comparisons: compared.slice(0, MOST_COMPARED).map(shownComparison),
        ...(compared.length > MOST_COMPARED ? { more: compared.length - MOST_COMPARED } : {}),
      };
    } finally {
      await kept.close();
    }
  },
});

async function studied(
  { file, id }: ExperimentInput,
  host: ToolHost,
): Promise<{ readonly uri: string; readonly id: string; readonly home: string }> {
  const uri = fileUri(await societyFile(host, file));
  const resolved = await (await host.language()).resolve(uri);
  const ids = Object.keys(resolved.society.experiments ?? {});
  const wanted = id ?? ids[0];
  if (wanted === undefined) throw new ToolFault(`${file} has no experiment. Write one under \`experiments:\`.`);
  if (!ids.includes(wanted)) throw new ToolFault(noSuch('experiment', wanted, ids));
  return { uri, id: wanted, home: dirname(fileURLToPath(uri)) };
}

/** `known`: the runs of before; read from the folder where it is null. */
async function planned(input: ExperimentInput, host: ToolHost, known: Parameters<typeof planExperiment>[2]['known'] | null): Promise<Plan> {
  const { uri, id, home } = await studied(input, host);
  const before = known ?? readKept((await folderFiles(experimentPlace(home, id)).read(RUNS)) ?? '').cells;
  return planExperiment(uri, id, { language: await host.language(), seeds: input.seeds, known: before });
}

const short = (value: number | null): number | null => (value === null ? null : rounded(value));
const interval = (given: Interval | null): readonly number[] | null => given && [rounded(given.low), rounded(given.high)];

const shownComparison = ({ id, measure, at, arms, against }: Compared): object => ({
  ...{ id, measure, ...(at === null ? {} : { round: at }) },
  arms: arms.map(({ arm, n, mean, interval: of, missing }) => ({
    arm,
    n,
    mean: short(mean),
    interval: interval(of),
    ...(missing === null ? {} : { missing }),
  })),
  differences: against.map(({ arm, from, difference, interval: of, test, p, corrected, effect, canMislead }) => ({
    ...{ arm, from, difference: short(difference), interval: interval(of), test },
    ...{ p: short(p), corrected_p: short(corrected), hedges_g: short(effect) },
    ...(canMislead ? { can_mislead: 'values are missing unequally, or in more than 5 % of the runs' } : {}),
  })),
});
