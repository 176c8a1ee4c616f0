/** Silent turns in words: who, and why, each reason once. */
import { nameOf, type PanelModel, type Row } from '../state/model.js';
import { names } from '../ui/format.js';
import { reasonWords, words } from '../ui/strings.js';

/** One sentence for each reason in the row, in the order they first occur. */
export function silenceSentences(model: PanelModel, row: Extract<Row, { kind: 'silence' }>): string[] {
  const byReason = new Map<string, string[]>();
  for (const { agent, reason, seq } of model.silences.slice(row.first, row.first + row.count)) {
    if (seq > model.shown.seq) break;
    const who = nameOf(model, agent);
    const list = byReason.get(reason);
    if (!list) byReason.set(reason, [who]);
    else if (!list.includes(who)) list.push(who);
  }
  return [...byReason].map(([reason, who]) => words.silent(names(who), reasonWords(reason)));
}
