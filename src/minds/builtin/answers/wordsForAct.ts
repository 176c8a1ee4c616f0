/** Words that go with an act, from the moment that fits what was decided: a price, a position, a claim, a gift. */
import type { Json } from '../../../core/util/json.js';
import type { Rng } from '../../../core/random/rng.js';
import type { OptionArg } from '../../../engine/model/question.js';
import type { Scene } from '../decide/candidates.js';
import { STANCE } from '../phrases/constants.js';
import { firstName } from '../perceive/profile.js';
import { common, HINTS, type Shape } from '../phrases/shapes.js';
import { begin, speakAnything } from '../speak/speak.js';
import { utterMoment } from '../speak/speech.js';

function positionMoment(value: Json | undefined, arg: OptionArg | undefined): string {
  const low = arg?.min ?? 0;
  const x = typeof value === 'number' ? (value - low) / Math.max(1e-9, (arg?.max ?? 1) - low) : 0.5;
  if (Math.abs(x - 0.5) <= STANCE.unsure) return 'argue_unsure';
  return x > 0.5 ? 'argue_for' : 'argue_against';
}

function momentOf(scene: Scene, shape: Shape, value: Json | undefined, arg: OptionArg | undefined): string {
  if (shape === 'price') return common(scene.situation, HINTS.price) === null ? 'offer_first' : 'offer';
  if (shape === 'stance') return positionMoment(value, arg);
  if (shape === 'claim') return 'limit_propose';
  return shape === 'gift' ? 'gift' : 'act';
}

/** The words with an act; any available words if the book has no such moment. */
export function sayBeside(scene: Scene, random: Rng, shape: Shape, value: Json | undefined, arg: OptionArg | undefined): string {
  const speech = begin(scene, random);
  if (typeof value === 'number') speech.values.set('amount', String(value));
  if (scene.situation.partner) speech.values.set('name', firstName(scene.situation.partner.name));
  return utterMoment(speech, momentOf(scene, shape, value, arg)) ?? speakAnything(scene, speech);
}
