/** The groups of a large society in a report, which has no host that could answer questions. */
import type { Sliced } from '../../core/util/slices.js';
import { privateVars } from '../../engine/index.js';
import type { PanelSnapshot } from '../../protocol/course.js';
import type { PanelRun } from '../views/panelModel.js';
import { groupingsOf } from '../views/panelSeries.js';
import { CrowdReader } from './crowdReader.js';

/** A snapshot for other people, with the groups of one variable that is not private, or of populations. A small society stays as it is. */
export function* withGroups(snapshot: PanelSnapshot, source: PanelRun): Sliced<PanelSnapshot> {
  const { run } = snapshot;
  if (!run.crowd) return snapshot;
  const { model, timeline } = source;
  const held = new Set(model.agents.representatives.flatMap((agent) => [...privateVars(model, agent)]));
  const isOpen = ({ id }: { readonly id: string }): boolean => !held.has(id);
  const groupings = groupingsOf(model);
  const by = groupings.findIndex(isOpen);
  const seq = snapshot.moment ?? timeline.head.seq;
  const groups = yield* new CrowdReader(source).groups({ kind: 'groups', seq, network: 0, by, divide: -1 });
  const still = { ...groups, numbers: groups.numbers.filter(isOpen) };
  return { ...snapshot, run: { ...run, crowd: { ...run.crowd, groupings: [groupings[by]!], still } } };
}
