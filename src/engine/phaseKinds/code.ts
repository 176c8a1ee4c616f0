/** Coding: what was said or done in the round is coded by judges and patterns, and after the last round a second coder codes a sample. */
import type { State } from '../../core/events/state.js';
import type { ScenarioModel } from '../model/model.js';
import {
  agreementDrafts,
  checkings,
  type Coding,
  codingAsked,
  codingDrafts,
  codingTurns,
  judgings,
  patternDrafts,
} from '../phases/contentCoding.js';
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

// After the last round a second coder codes a sample, and the agreement of the two coders is computed.

export const agreement: PhaseHandler = {
  turns: {
    begin: whereOn((model, state) => codingTurns(checked(model, state))),
    firstStage: 'ask',
    cues: {},
    question: ({ model, state, turn }) => ({ purpose: 'code', ...codingAsked(model, state, checked(model, state)[turn]!), outside: true }),
    answered: (model, state, phase) => codingDrafts(state, phase, checked(model, state), true),
  },
  close: agreementDrafts,
};

const checked = (model: ScenarioModel, state: State): readonly Coding[] => checkings(model, state, 'judge');
