/** A judge decides whether an intervention is due. */
import { conditionAsked, conditionDrafts, conditionTurns } from '../phases/conditions.js';
import type { PhaseHandler } from './handler.js';

export const condition: PhaseHandler = {
  turns: {
    begin: (model, state, phase) => ({ order: conditionTurns(model, state, phase) }),
    firstStage: 'ask',
    cues: {},
    question: ({ model, state, phase }) => ({ purpose: 'judge', ...conditionAsked(model, state, phase), outside: true }),
    answered: conditionDrafts,
  },
};
