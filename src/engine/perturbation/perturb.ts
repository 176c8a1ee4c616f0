/** Small changes of questions that should not matter, mechanically made, to test whether a result depends on them. */
import type { JsonObject } from '../../core/util/json.js';
import { type Perturbation, PERTURBATIONS, type ScenarioModel } from '../model/model.js';
import type { Part, Question } from '../model/question.js';
import type { Situation } from '../model/situationTypes.js';
import { withOppositeOrder } from './optionOrder.js';
import { asMeant, renamingOf, withOtherIds, withOtherNames } from './nameExchange.js';
import { withOtherSpaces } from './whiteSpace.js';

/** The perturbations that can change something: for minds that read no prose, only the order of options; names only where two can be exchanged. */
export const perturbationsFor = (model: ScenarioModel, readsProse: boolean): readonly Perturbation[] =>
  PERTURBATIONS.filter((one) => one === 'options' || (readsProse && (one === 'spaces' || renamingOf(model) !== null)));

interface PerturbedQuestion extends Pick<Question, 'meant' | 'restored'> {
  /** As the mind gets it. */
  readonly situation: Situation;
  /** The prompt. `render` fills it from a situation. */
  readonly parts: (render: (situation: Situation) => readonly Part[]) => readonly Part[];
}

/** The question of a run without perturbations is the question itself. `readsProse`: the mind is asked in prose. */
export function perturbedQuestion(model: ScenarioModel, written: Situation, readsProse: boolean): PerturbedQuestion {
  const { perturbed } = model;
  const meant = perturbed.has('options') ? withOppositeOrder(written) : written;
  const renaming = readsProse && perturbed.has('names') ? renamingOf(model) : null;
  const spaced = readsProse && perturbed.has('spaces') ? onTexts(withOtherSpaces) : same;
  if (!renaming) return { situation: meant, parts: (render) => spaced(render(meant)) };
  return {
    situation: withOtherNames(meant, renaming),
    meant,
    restored: (answer: JsonObject) => asMeant(answer, renaming),
    parts: (render) => spaced(onTexts(renaming.told.words)(withheldFirst(render(meant), render(withOtherIds(meant, renaming))))),
  };
}

const same = (parts: readonly Part[]): readonly Part[] => parts;

const onTexts =
  (change: (text: string) => string) =>
  (parts: readonly Part[]): readonly Part[] =>
    parts.map((part) => ({ ...part, text: change(part.text) }));

/** Private content is searched for under the names of the run: a part in which some was found stays as it was found. */
const withheldFirst = (own: readonly Part[], others: readonly Part[]): readonly Part[] =>
  others.map((part, i) => (own[i]?.why === 'withheld' ? own[i] : part));
