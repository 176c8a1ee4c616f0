/**
 * Messages on their way: interventions of this round may keep them from some or change what they say. The message is sent
 * with what is left of it, and `message.intercepted` right behind it says what its author wrote and from whom it was kept.
 */
import type { Audience, Draft } from '../core/events.js';
import type { State } from '../core/state.js';
import type { Value } from '../expr/index.js';
import type { InterventionSpec } from './studySpec.js';
import type { Model } from './model.js';
import { agentValue, evaluate, faultDraft, filledText, scopeOf } from './scope.js';
import { everybody } from './select.js';

export interface Sending {
  readonly author: number;
  readonly audience: Audience;
  readonly to: readonly number[];
  readonly text: string;
}

export interface Intercepted {
  readonly by: InterventionSpec;
  readonly change: 'withheld' | 'changed';
  readonly kept: readonly number[];
}

export interface Delivery {
  readonly sending: Sending;
  readonly intercepted: readonly Intercepted[];
  readonly faults: readonly Draft[];
}

/** What becomes of a message: each intervention of this round in the order written, on what the one before has left. */
export function intercept(model: Model, state: State, sending: Sending): Delivery {
  let left = sending;
  const intercepted: Intercepted[] = [];
  const faults: Draft[] = [];
  for (const by of model.interventions) {
    if (!by.intercept || state.applied[by.id] !== state.round) continue;
    const found = one(model, state, by, left, faults);
    if (!found) continue;
    left = found.sending;
    intercepted.push(found.what);
  }
  return { sending: left, intercepted, faults };
}

interface Found {
  readonly sending: Sending;
  readonly what: Intercepted;
}

function one(model: Model, state: State, by: InterventionSpec, sending: Sending, faults: Draft[]): Found | null {
  const { of, test, change } = by.intercept!;
  const { author, text } = sending;
  if (!of.of(model, state, {}).includes(author)) return null;
  const readers = sending.audience === 'public' ? everybody(state).filter((index) => index !== author) : sending.to;
  const wanted = new Set(by.to.of(model, state, {}));
  const kept = readers.filter((index) => wanted.has(index));
  if (kept.length === 0) return null;
  const me = agentValue(model, state, author);
  const message: Value = { id: '', author: me, text, round: state.round };
  const scope = scopeOf(model, state, { me, message });
  const found = test ? evaluate(test, scope) : { value: true, fault: null };
  if (found.fault) faults.push(faultDraft(test!.at, found.fault));
  if (found.value !== true) return null;
  if (!change) return withheld(by, sending, readers, kept);
  const words = filledText(change, scope, faults);
  return words === '' ? null : { sending: { ...sending, text: words }, what: { by, change: 'changed', kept: [] } };
}

/** A public message that is kept from some goes to the others as a group; one that is kept from all goes to nobody. */
function withheld(by: InterventionSpec, sending: Sending, readers: readonly number[], kept: readonly number[]): Found {
  const to = readers.filter((index) => !kept.includes(index));
  const audience = sending.audience === 'public' || to.length === 0 ? 'group' : sending.audience;
  return { sending: { ...sending, audience, to }, what: { by, change: 'withheld', kept } };
}
