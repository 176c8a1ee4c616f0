/** The options of the view of groups. */

/** What the arrows between groups are: agents that changed their group, or ties. */
export const FLOWS = ['moves', 'ties'] as const;
export type Flows = (typeof FLOWS)[number];

/** Places in the groupings of the run; `divide` is −1 where groups are not divided. */
export interface GroupsView {
  readonly by: number;
  readonly divide: number;
  readonly flows: Flows;
}

export const FIRST_GROUPS: GroupsView = { by: 0, divide: -1, flows: 'moves' };
