/**
 * Archetypes: agents that are alike in everything that a question contains share one question. Of an agent it contains the fields
 * that the phase lists, and what all who take part can see. Nothing else of an agent is in it, so no agent gets what belongs to
 * another.
 */
import { EMPTY } from '../privacy/secrets.js';
import type { Self, Situation } from '../model/situationTypes.js';

/** The situation with the listed fields of the agent only, and with the population `from` in place of its name. */
export function archetypeSituation(situation: Situation, fields: readonly string[], from: string): Situation {
  const { kept: _kept, confided: _confided, ...rest } = situation;
  return {
    ...rest,
    self: archetypeSelf(situation.self, fields, from),
    own: Object.fromEntries(Object.entries(situation.own).filter(([name]) => fields.includes(name))),
    secrets: [],
    mine: [],
    memories: [],
    known: [],
    rewards: [],
    advice: null,
  };
}

function archetypeSelf({ gender, activity, ...self }: Self, fields: readonly string[], from: string): Self {
  const unlisted = Object.fromEntries(Object.entries(EMPTY).filter(([field]) => !fields.includes(field)));
  return {
    ...self,
    ...unlisted,
    // A person of its own has no population, and shares its question with nobody.
    ...(from === self.id ? {} : { id: '', name: from.replaceAll('_', ' ') }),
    ...(gender !== undefined && fields.includes('gender') ? { gender } : {}),
    activity: fields.includes('activity') ? activity : 1,
  };
}
