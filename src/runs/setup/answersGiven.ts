/** How many answers a mind has given in the recorded part of a run, so that a mind that reads from a list continues after them. */
import type { SimEvent } from '../../core/events/events.js';
import type { Given } from '../../minds/index.js';

/** Answers of a mind by agent, `''` for a mind outside the society. An open question does not count. */
export function answersGivenBefore(events: readonly SimEvent[], mind: string): Given {
  const asked = new Map<number, string>();
  const given = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'question.asked' && event.mind === mind) asked.set(event.seq, event.agent ?? '');
    if (event.type !== 'answer.received' || event.cause === null) continue;
    const agent = asked.get(event.cause);
    if (agent !== undefined) given.set(agent, (given.get(agent) ?? 0) + 1);
  }
  return given;
}
