/** The opposite order of everything that an agent chooses from: a mind that prefers the first option then prefers another one. */
import type { Asked, Option, OptionArg, Situation } from '../model/situationTypes.js';

/**
 * The situation with the opposite order of actions, recipients, reactions, choices of arguments and choices of questions. Messages keep
 * their order, which is that of time.
 */
export const withOppositeOrder = (situation: Situation): Situation => ({
  ...situation,
  options: opposite(situation.options.map(ofOption)),
  riders: situation.riders.map((rider) => ({ ...rider, values: opposite(rider.values) })),
  next: opposite(situation.next),
  ask: situation.ask && ofAsked(situation.ask),
});

const opposite = <T>(items: readonly T[]): readonly T[] => [...items].reverse();

const ofOption = ({ agents, values, args, ...option }: Option): Option => ({
  ...option,
  ...(agents ? { agents: opposite(agents) } : {}),
  ...(values ? { values: opposite(values) } : {}),
  ...(args ? { args: args.map(ofArg) } : {}),
});

/** `facts` are in the order of the agents. */
function ofArg<A extends OptionArg>(arg: A): A {
  const { words, agents, facts } = arg;
  return {
    ...arg,
    ...(words ? { words: opposite(words) } : {}),
    ...(agents ? { agents: opposite(agents) } : {}),
    ...(facts ? { facts: opposite(facts) } : {}),
  };
}

function ofAsked(ask: Asked): Asked {
  switch (ask.kind) {
    case 'survey':
      return { ...ask, items: ask.items.map(ofArg) };
    case 'judge':
    case 'code':
      return { ...ask, fields: ask.fields.map(ofArg) };
    default:
      return ask;
  }
}
