/** Agents act: they look around, recall, and choose among the actions of the phase. */
import { actDrafts } from '../phases/performAct.js';
import { isDynamic, nextSpeaker, turnsOf } from '../turns/turnOrder.js';
import type { PhaseHandler } from './handler.js';

export const act: PhaseHandler = {
  turns: {
    begin: turnsOf,
    firstStage: 'observe',
    cues: { delivered: true },
    question: ({ ownMind }) => ({ purpose: 'act', ask: null, mind: ownMind, outside: false }),
    answered: actDrafts,
    isInTurn: ({ order }) => order.kind !== 'simultaneous',
    nextSpeaker: (model, state, phase) => (isDynamic(phase) ? nextSpeaker(model, state, phase) : null),
  },
};
