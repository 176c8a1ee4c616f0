/** A value that the user sets where the run stands. It becomes an event like any other, so that the run still says how it came about. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Wanted } from '../engine/index.js';
import { askedAt } from './asked.js';
import { itemOf } from './items.js';
import type { Looking } from './looking.js';
import { Refused } from './requests.js';
import type { Datum } from './watches.js';

/** Whether events can set it by hand. Rewards and measures come of what happens. */
export const isSettable = (datum: Datum | undefined): boolean => datum?.kind === 'variable' || datum?.kind === 'tie';

/** Sets what a variable shows; the new value is an expression at the cursor. Throws where it cannot be set. */
export function setByHand(
  looking: Looking,
  { variablesReference, name, value: source }: DebugProtocol.SetVariableArguments,
): { value: string } {
  const { debuggee } = looking;
  const { run, state, timeline, seq, isLive } = debuggee;
  const datum = looking.datum(variablesReference, name);
  if (!datum || !isSettable(datum)) throw new Refused(`\`${name}\` cannot be set: choose a variable or a tie.`, false);
  if (!run.override || !isLive) throw new Refused('What is past stays as it was. Set it where the run stands, or fork the run.', false);
  const answered = askedAt(run.live.model, state, timeline.events[seq] ?? null, null, source);
  if (!answered.ok) throw new Refused(answered.message, false);
  const problem = run.override([wantedOf(datum, answered.value as never)]);
  if (problem !== null) throw new Refused(problem, false);
  return { value: itemOf(name, answered.value).value };
}

function wantedOf(datum: Datum, value: never): Wanted {
  if (datum.kind === 'tie') return { kind: 'tie', network: datum.network, from: datum.from, to: datum.to, value };
  return { kind: 'variable', agent: datum.kind === 'variable' ? datum.agent : null, name: datum.name, value };
}
