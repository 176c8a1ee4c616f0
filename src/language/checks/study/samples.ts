/** Samples that are to tell what factors do: whether they can. */
import type { Experiment } from '../../generated/society.js';
import { type SampleFault, sampleFaults, sensitivityDesign } from '../../names/sampling.js';
import type { Problem } from '../../text/problem.js';
import { toData, type TreeNode, valueAt } from '../../syntax/node.js';

/** Of one experiment, each at its place. */
export function sampleProblems(experiment: TreeNode): Problem[] {
  const { sample } = toData(experiment) as unknown as Experiment;
  const node = valueAt(experiment, 'sample');
  if (!node || !sample || sensitivityDesign(sample) === null) return [];
  return sampleFaults(sample).map(({ path, ...fault }) => ({ ...fault, at: placeOf(node, path) }));
}

const placeOf = (sample: TreeNode, path: SampleFault['path']): Problem['at'] =>
  (path === null ? valueAt(sample, 'n') : valueAt(valueAt(sample, 'over'), path))?.at ?? sample.at;
