/** Makes a snapshot larger than a made-up run is, for measuring: ties up to a number, messages up to a number. */
import type { PanelDelta, PanelMessage, PanelSnapshot, PanelTie } from '../../../src/protocol/course.js';

/** More ties between neighbours in the list, until there are so many. */
export function withTies(snapshot: PanelSnapshot, count: number): PanelSnapshot {
  const { agents, course, seq } = snapshot;
  const more: PanelTie[] = [];
  const known = new Set(course.ties.flatMap((change) => (change.length === 5 ? [change[2] * agents.length + change[3]] : [])));
  for (let i = 0; known.size < count && i < 40 * count; i++) {
    const from = (i * 7) % agents.length;
    const to = (from + 1 + ((i * 13) % 23)) % agents.length;
    const tie = from * agents.length + to;
    if (from !== to && !known.has(tie)) more.push([seq, 0, from, to, 0.2 + (0.7 * ((i * 31) % 97)) / 97]);
    known.add(tie);
  }
  return { ...snapshot, course: { ...course, ties: [...course.ties, ...more] } };
}

/** The run's messages over and over, an event each, until there are so many. */
export function withMessages(snapshot: PanelSnapshot, count: number): PanelSnapshot {
  const { course, seq } = snapshot;
  const { messages } = course;
  if (messages.length === 0 || count <= messages.length) return snapshot;
  const more = Array.from({ length: count - messages.length }, (_, i): PanelMessage => {
    const at = seq + 1 + i;
    return { ...messages[i % messages.length]!, id: `more${at}`, seq: at, replyTo: null };
  });
  const all: PanelMessage[] = messages.slice();
  for (const message of more) all.push(message);
  return { ...snapshot, seq: seq + more.length, course: { ...course, messages: all } };
}

/** The same deltas in pieces of a few events each. */
export function* pieces(deltas: readonly PanelDelta[], events: number): Generator<PanelDelta> {
  for (const { course, measures, ...delta } of deltas) {
    for (const [key, list] of Object.entries(course))
      for (let at = 0; at < list.length; at += events) yield { ...delta, course: { [key]: list.slice(at, at + events) } };
    if (measures) yield { ...delta, course: {}, measures };
  }
}
