/** Agents, or a judge, rate what others did to them in the round. */
import { judgedAsked, ratingAsked, ratingDrafts, ratingTurns } from '../phases/ratings.js';
import { type PhaseHandler, whereOn } from './handler.js';

export const rate: PhaseHandler = {
  turns: {
    begin: whereOn(ratingTurns),
    firstStage: 'recall',
    cues: { contacts: true },
    question: ({ model, state, index, turn, ownMind }) =>
      index < 0
        ? { purpose: 'judge', ask: judgedAsked(model, state, turn), mind: model.rating!.mind, outside: true }
        : { purpose: 'rate', ask: ratingAsked(model, state, index), mind: model.mindFor.rate ?? ownMind, outside: false },
    answered: ratingDrafts,
  },
  minds: ({ rating }) => (rating?.by === 'judge' ? [rating.mind] : []),
};
