/** Makes the question of a turn. The hash says what was asked: the prose for minds that read it, else the situation. */
import { at, logItems } from '../core/chunked.js';
import { canonical } from '../core/json.js';
import type { Sha256 } from '../core/ports.js';
import type { Model } from './model.js';
import type { AskAbout } from './plan.js';
import { renderParts } from './prompt.js';
import type { Part, Question, Situation } from './question.js';
import { actSchema, situationOf } from './situation.js';

/** `readsProse` tells of a mind's id whether its questions are hashed over the rendered prompt. */
export function asker(sha256: Sha256, readsProse: (mind: string) => boolean): AskAbout {
  return (model: Model, state, index, phase): Question => {
    const situation = situationOf(model, state, index, phase);
    const answer = actSchema(situation);
    let rendered: readonly Part[] | null = null;
    const parts = (): readonly Part[] => (rendered ??= renderParts(model.agents[index]!.prompt, situation));
    const prose = readsProse(model.agents[index]!.mind);
    const hash = sha256(prose ? canonical({ parts: parts().map(({ role, text }) => [role, text]), answer }) : asked(situation));
    const agent = at(state.agents, index)!;
    const occurrence = logItems(agent.asked).filter((asked) => asked === hash).length;
    return { agent: agent.id, purpose: 'act', hash, seed: model.seed, occurrence, situation, answer, parts };
  };
}

/** Text of a situation, equal for equal situations. What comes from the file is put in order; the rest is made in one order here. */
function asked({ self, params, ...situation }: Situation): string {
  return `${constant(self)}${constant(params)}${JSON.stringify(situation)}`;
}

const texts = new WeakMap<object, string>();

/** Canonical text of something that never changes during a run. */
function constant(value: object): string {
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = canonical(value)));
  return text;
}
