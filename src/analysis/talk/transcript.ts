/** What was said in a run up to one moment, as the measures of talk read it. A fold of the state's messages, made once a state. */
import { at, logItems } from '../../core/util/chunkedList.js';
import type { Message, State } from '../../core/events/state.js';

export interface Transcript {
  readonly messages: readonly Message[];
  /** By message: the position of the one it replies to, or −1. */
  readonly parents: Int32Array;
  /** By message: the position of the one that it replies to or passes on, or −1. */
  readonly sources: Int32Array;
  /** By message: votes up less votes down. */
  readonly votes: readonly number[];
  /** By message: votes up. */
  readonly up: readonly number[];
}

const cache = new WeakMap<State, Transcript>();

export function transcriptOf(state: State): Transcript {
  const known = cache.get(state);
  if (known) return known;
  const messages = logItems(state.messages);
  const position = new Map(messages.map((message, i) => [message.id, i]));
  const place = (id: string | null): number => (id === null ? -1 : (position.get(id) ?? -1));
  const made = {
    messages,
    parents: Int32Array.from(messages, ({ replyTo }) => place(replyTo)),
    sources: Int32Array.from(messages, ({ replyTo, quotes }) => place(replyTo ?? quotes)),
    votes: messages.map((_, i) => {
      const score = at(state.scores, i);
      return score ? score.up - score.down : 0;
    }),
    up: messages.map((_, i) => at(state.scores, i)?.up ?? 0),
  };
  cache.set(state, made);
  return made;
}

/** Messages by author, as many lists as agents; those of the world's voice are left out. */
export function byAuthor({ messages }: Transcript, agents: number): readonly (readonly number[])[] {
  const own: number[][] = Array.from({ length: agents }, () => []);
  messages.forEach(({ author }, i) => {
    own[author]?.push(i);
  });
  return own;
}

/** Number of messages of each agent. */
export const postsBy = (transcript: Transcript, agents: number): readonly number[] => byAuthor(transcript, agents).map((own) => own.length);

/** Engagement each agent received: replies to its messages by others, and votes up on them; `votes` has another count of these. */
export function engagement({ messages, parents, up }: Transcript, agents: number, votes = up): readonly number[] {
  const got = new Array<number>(agents).fill(0);
  messages.forEach(({ author }, i) => {
    if (author >= 0 && author < agents) got[author]! += Math.max(0, votes[i]!);
    const parent = messages[parents[i]!];
    if (parent && parent.author >= 0 && parent.author < agents && parent.author !== author) got[parent.author]!++;
  });
  return got;
}
