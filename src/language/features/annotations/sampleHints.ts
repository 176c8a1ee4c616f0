/** After the `n` of a sample for a sensitivity analysis: how many runs it makes. */
import type { Experiment } from '../../generated/society.js';
import { armCount, factorSizes, seedCount } from '../../names/designSize.js';
import type { Program } from '../../program/program.js';
import { sampleFaults, sampleSize, sensitivityDesign } from '../../names/sampling.js';
import { toData, type TreeNode, valueAt } from '../../syntax/node.js';

interface SampleHint {
  readonly at: number;
  readonly label: string;
  readonly tooltip: string;
}

/** Of the main file; none where a design has errors of its own. */
export const sampleHints = ({ main }: Program): readonly SampleHint[] =>
  main.definitions.filter(({ kind }) => kind === 'experiment').flatMap(({ entry }) => hintOf(main.problems, entry.value));

function hintOf(problems: Program['main']['problems'], node: TreeNode): readonly SampleHint[] {
  // What is being written has no size yet.
  if (problems.some(({ severity, at }) => severity === 'error' && at[0] >= node.at[0] && at[1] <= node.at[1])) return [];
  const experiment = toData(node) as unknown as Experiment;
  const { sample } = experiment;
  const n = valueAt(valueAt(node, 'sample'), 'n');
  if (!sample || !n || sensitivityDesign(sample) === null || sampleFaults(sample).some(({ severity }) => severity === 'error')) return [];
  const [rows, each] = sample.by === 'morris' ? ['trajectories', 1] : ['rows', 2];
  const [arms, seeds] = [armCount(experiment), seedCount(experiment)];
  const size = Object.keys(sample.over).length + each;
  const crossed = factorSizes(experiment).size > 1 ? `, ${arms} with the other factors` : '';
  const total = `${arms * seeds} runs`;
  return [
    {
      at: n.at[1],
      label: ` ${rows}: ${arms} arms, ${total}`,
      tooltip: `${sample.n} ${rows} of ${size} arms each are ${sampleSize(sample)} arms${crossed}; with ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} ${total}.`,
    },
  ];
}
