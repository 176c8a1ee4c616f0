/** Judges and patterns code what was said or done in the round. */
import { codingAsked, codingDrafts, codingTurns, judgings, patternDrafts } from '../phases/contentCoding.js';
import { type PhaseHandler, whereOn } from './handler.js';

export const code: PhaseHandler = {
  turns: {
    begin: whereOn((model, state) => codingTurns(judgings(model, state))),
    firstStage: 'ask',
    cues: {},
    question: ({ model, state, turn }) => ({
      purpose: 'code',
      ...codingAsked(model, state, judgings(model, state)[turn]!),
      outside: true,
    }),
    answered: (model, state, phase) => codingDrafts(state, phase, judgings(model, state), false),
  },
  close: patternDrafts,
  minds: ({ codes }) => codes.filter(({ by, agree }) => by === 'judge' || agree?.with === 'judge').map(({ mind }) => mind),
};
