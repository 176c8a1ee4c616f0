/** The messages of a run as text: one line for each message, round by round. Separate, because it is loaded when it is needed (`pastRoom.ts`). */
import { addressed } from '../../core/events/audienceText.js';
import { t } from '../../core/util/l10n.js';
import { logItems } from '../../core/util/chunkedList.js';
import { agentAt } from '../../core/events/agents.js';
import type { State } from '../../core/events/state.js';

/** Control characters and characters that change the direction of writing would change how the text reads. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

export function transcriptText(state: State): string {
  const name = (index: number): string => (index < 0 ? '◇' : agentAt(state, index)!.name);
  const lines: string[] = [];
  let round = 0;
  for (const message of logItems(state.messages)) {
    if (message.round !== round) {
      round = message.round;
      lines.push(...(lines.length > 0 ? [''] : []), `— ${round} —`);
    }
    lines.push(`${name(message.author)}${addressed(message, name, t)}: ${message.text}`.replace(UNSEEN, ' '));
  }
  return `${lines.join('\n')}\n`;
}
