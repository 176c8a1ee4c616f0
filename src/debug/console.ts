/** What can be typed into the console beside expressions: `goto 120`, and questions to an agent off the record. */
import type { CancellationToken } from '../core/cancellation.js';
import { indexOf } from '../core/roster.js';
import { interview } from '../engine/index.js';
import { sha256 } from '../node/ports.js';
import type { Looking } from './looking.js';
import { printable } from './output.js';
import { Refused } from './requests.js';

export type Command =
  | { readonly kind: 'goto'; readonly seq: number }
  | { readonly kind: 'ask'; readonly agent: string; readonly text: string };

/** The command in a line; null for an expression. */
export function commandOf(line: string): Command | null {
  const goto = /^\s*goto\s+(\d+)\s*$/.exec(line);
  if (goto) return { kind: 'goto', seq: Number(goto[1]) };
  const ask = /^\s*ask\s+([\w.-]+)\s+(["“'«]?)(.+?)["”'»]?\s*$/s.exec(line);
  return ask ? { kind: 'ask', agent: ask[1]!, text: ask[3]! } : null;
}

/** What an agent says to a question at the cursor. No event is made of it; a paid mind is paid. */
export async function asked({ debuggee }: Looking, agent: string, text: string, token: CancellationToken): Promise<string> {
  const { minds, live } = debuggee.run;
  if (indexOf(debuggee.state.roster, agent) < 0) throw new Refused(`There is nobody called \`${agent}\`. Use the id of a person.`);
  if (!minds) throw new Refused('Nobody answers in a recorded run. Run the file to ask its people.');
  const [answer] = await interview(live.model, debuggee.state, { agent, text }, { sha256, minds, token });
  if (!answer || answer.text === null) throw new Refused(`No answer came: ${answer?.reason ?? 'nobody was asked'}.`);
  return printable(answer.text);
}
