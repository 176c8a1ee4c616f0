/**
 * Text of a situation, equal for equal situations, of which the hash of a question is made. What comes from the file is put
 * in order; the rest is made in one order here. What many situations share or repeat, as a message that all see, stands in
 * it by its digest, which is made once.
 */
import { isSame } from '../core/chunked.js';
import { canonical } from '../core/json.js';
import type { Sha256 } from '../core/ports.js';
import { recent } from '../core/recent.js';
import type { Acquaintance, RecalledText, Situation } from './question.js';

/** Hexadecimal digits by which something shared is told apart: 128 bits. */
const DIGEST = 32;

/** How many digests of texts and of what is frozen are kept: in a large society each agent has several words of its own in view. */
const DIGESTS = 65_536;

/** How many people are kept as they begin in the text of those who know them. */
const PEOPLE = 16_384;

export function situationTexter(sha256: Sha256): (situation: Situation) => string {
  const digestOf = (text: string): string => sha256(text).slice(0, DIGEST);
  const digest = recent(DIGESTS, digestOf);
  const frozen = recent(DIGESTS, (item: object): string => digestOf(JSON.stringify(item)));
  const constant = recent(PEOPLE, (item: object): string => digestOf(canonical(item)));
  const shared = (item: object): string => (Object.isFrozen(item) ? frozen(item) : JSON.stringify(item));
  const remembered = ({ id, round, text, by, given }: RecalledText): string => JSON.stringify({ id, round, by, given }) + digest(text);
  /** Those who are asked at once often see the same. */
  let last: { readonly seen: Situation['seen']; readonly text: string } = { seen: [], text: digest('') };
  const seenText = (seen: Situation['seen']): string => {
    if (!isSame(seen, last.seen)) last = { seen, text: digest(seen.map(shared).join()) };
    return last.text;
  };
  const known = knownTexter();
  return (situation) => {
    const { self, params, premise, world, seen, mine, memories } = situation;
    const parts = [constant(self), constant(params), digest(premise), digest(world), seenText(seen), mine.map(shared).join()];
    for (const memory of memories) parts.push(remembered(memory));
    parts.push(`{${members(before(situation))},"known":[${known(situation.known)}],${members(behind(situation))}}`);
    return parts.join('|');
  };
}

/** The members of an object as JSON, without the braces. */
const members = (object: object): string => JSON.stringify(object).slice(1, -1);

/** What is told apart from the rest, or by its digest. */
type Apart = 'self' | 'params' | 'premise' | 'world' | 'seen' | 'mine' | 'memories' | 'known';

/**
 * What stands before those one knows, and what behind them. Written out: JSON of what is left of a destructured object takes
 * twice the time.
 */
const before = (s: Situation) => ({
  purpose: s.purpose,
  round: s.round,
  rounds: s.rounds,
  phase: s.phase,
  language: s.language,
  vars: s.vars,
  own: s.own,
  part: s.part,
  secrets: s.secrets,
  partner: s.partner,
  pairRole: s.pairRole,
  company: s.company,
  turn: s.turn,
  past: s.past,
  cut: s.cut,
});

const behind = (s: Situation): Record<Exclude<keyof Situation, Apart | keyof ReturnType<typeof before>>, unknown> => ({
  rewards: s.rewards,
  advice: s.advice,
  options: s.options,
  riders: s.riders,
  next: s.next,
  mayEnd: s.mayEnd,
  ask: s.ask,
});

/** Those one knows as JSON. Each is known to many, by the same name with another tie. */
function knownTexter(): (known: readonly Acquaintance[]) => string {
  const beginning = recent(PEOPLE, (_id: string): { name: string; text: string } => ({ name: '', text: '' }));
  return (known) => {
    let text = '';
    for (const { id, name, tie, links } of known) {
      const begun = beginning(id);
      if (begun.text === '' || begun.name !== name) {
        begun.name = name;
        begun.text = `${members({ id, name })},"tie":`;
      }
      text += `${text === '' ? '' : ','}{${begun.text}${tie}${links ? `,"links":${JSON.stringify(links)}` : ''}}`;
    }
    return text;
  };
}
