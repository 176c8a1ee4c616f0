/** Before round 1: variables get their first values, groups their members, and agents their places. */
import { settingDrafts } from '../phases/openingEvents.js';
import type { PhaseHandler } from './handler.js';

export const setting: PhaseHandler = {
  turns: null,
  close: (model, writer) => {
    for (const draft of settingDrafts(model, writer.state)) writer.drafts.push(draft);
  },
};
