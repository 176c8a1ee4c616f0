/**
 * The text of a situation, which the hash of a question is made from. Equal situations have equal texts. Keys from the file are
 * sorted; all other keys have a fixed order. Parts that many situations share, such as a message that all agents see, appear as a
 * digest, which is made once.
 */
import { isSame } from '../../core/util/chunkedList.js';
import { canonical } from '../../core/util/json.js';
import type { Sha256 } from '../../core/util/ports.js';
import { latest, recent } from '../../core/util/memo.js';
import type { MessageId } from '../../core/util/ids.js';
import type { Acquaintance, Option, RecalledText, Situation } from '../model/situationTypes.js';

/** Hexadecimal digits of a digest: 128 bits. */
const DIGEST = 32;

/** Number of digests of texts and frozen objects that are kept. In a large society each agent has several own messages in view. */
const DIGESTS = 65_536;

/** Number of agents whose first part in the text of others is kept. */
const PEOPLE = 16_384;

/** Makes the texts of situations. `sha256` makes their digests. What is remembered only saves time. */
export function situationTexter(sha256: Sha256): (situation: Situation) => string {
  const digestOf = (text: string): string => sha256(text).slice(0, DIGEST);
  const digest = recent(DIGESTS, digestOf);
  const frozen = recent(DIGESTS, (item: object) => (Object.isFrozen(item) ? digestOf(JSON.stringify(item)) : undefined));
  const shared = (item: object): string => frozen(item) ?? JSON.stringify(item);
  const selfText = recent(PEOPLE, (self: object): string => digestOf(canonical(self)));
  const [paramsText, premiseText, worldText] = [
    latest((params: object) => digestOf(canonical(params))),
    latest(digestOf),
    latest(digestOf),
  ];
  /** Agents that are asked at the same time often see the same messages. */
  let last: { readonly seen: Situation['seen']; readonly text: string } = { seen: [], text: digest('') };
  const seenText = (seen: Situation['seen']): string => {
    if (!isSame(seen, last.seen)) last = { seen, text: digest(seen.map(shared).join()) };
    return last.text;
  };
  const remembered = ({ id, round, text, by, given }: RecalledText): string =>
    `{"id":${JSON.stringify(id)},"round":${round}${by === undefined ? '' : `,"by":${JSON.stringify(by)}`}${given ? ',"given":true' : ''}}${digest(text)}`;
  const [phase, known, options] = [phaseTexter(), knownTexter(), optionsTexter()];
  return (s) => {
    let memories = '';
    for (const memory of s.memories) memories += `|${remembered(memory)}`;
    const file = `${selfText(s.self)}|${paramsText(s.params)}|${premiseText(s.premise)}|${worldText(s.world)}`;
    const rest = `{${phase(s)},${members(before(s))},"known":[${known(s.known)}],${members(between(s))},${options(s)},${members(after(s))}}`;
    return `${file}|${seenText(s.seen)}|${listText(s.mine, shared)}${memories}|${rest}`;
  };
}

/** The members of an object as JSON, without the braces. */
const members = (object: object): string => JSON.stringify(object).slice(1, -1);

/**
 * The members before the known agents, between them and the options, and after those. They are written out, because JSON of the
 * rest of a destructured object takes twice the time.
 */
const before = (s: Situation) => ({
  own: s.own,
  part: s.part,
  secrets: s.secrets,
  kept: s.kept,
  confided: s.confided,
  partner: s.partner,
  pairRole: s.pairRole,
  company: s.company,
  turn: s.turn,
  past: s.past,
  cut: s.cut,
});

const between = (s: Situation) => ({ rewards: s.rewards, advice: s.advice });

/** Members that have texts of their own, or a digest, and `talk`, which follows from others. */
type Apart = 'self' | 'params' | 'premise' | 'world' | 'seen' | 'talk' | 'mine' | 'memories' | 'known' | 'options' | 'riders';

type Told = Apart | keyof (ReturnType<typeof shareable> & ReturnType<typeof before> & ReturnType<typeof between>);

const after = (s: Situation): Record<Exclude<keyof Situation, Told>, unknown> => ({ next: s.next, mayEnd: s.mayEnd, ask: s.ask });

/** Members that are the same for all agents of a phase. */
const shareable = (s: Situation) => ({
  purpose: s.purpose,
  round: s.round,
  rounds: s.rounds,
  phase: s.phase,
  language: s.language,
  vars: s.vars,
});

function phaseTexter(): (situation: Situation) => string {
  let last: { readonly of: ReturnType<typeof shareable>; readonly text: string } | null = null;
  return (s) => {
    const of = last?.of;
    const isSame = of && of.vars === s.vars && of.round === s.round && of.phase === s.phase && of.purpose === s.purpose;
    if (isSame && of.rounds === s.rounds && of.language === s.language) return last!.text;
    const now = shareable(s);
    last = { of: now, text: members(now) };
    return last.text;
  };
}

/**
 * The options and reactions as JSON, with keys in the order of the types. Many options answer the same messages, whose list becomes
 * text once.
 */
function optionsTexter(): (situation: Situation) => string {
  const heads = new Map<string, { readonly does: string; readonly text: string }>();
  const headOf = ({ action, does, kind }: Option): string => {
    const known = heads.get(action);
    if (known?.does === does) return known.text;
    const text = `{${members({ action, does, kind })}`;
    heads.set(action, { does, text });
    return text;
  };
  const listed = latest((messages: readonly MessageId[]) => JSON.stringify(messages));
  const optionText = (option: Option): string => {
    const { messages, agents, chosen, passes, wordless, values, args } = option;
    const targets = `${messages ? `,"messages":${listed(messages)}` : ''}${agents ? `,"agents":${JSON.stringify(agents)}` : ''}`;
    const more = chosen || passes || wordless || values || args ? `,${members({ chosen, passes, wordless, values, args })}` : '';
    return `${headOf(option)}${targets}${more}}`;
  };
  const riderText = ({ action, most, messages, values }: Situation['riders'][number]): string =>
    `{${members({ action, most })},"messages":${listed(messages)},${members({ values })}}`;
  return ({ options, riders }) => `"options":[${listText(options, optionText)}],"riders":[${listText(riders, riderText)}]`;
}

function listText<T>(items: readonly T[], textOf: (item: T) => string): string {
  let text = '';
  for (const item of items) text += text === '' ? textOf(item) : `,${textOf(item)}`;
  return text;
}

/** The known agents as JSON. Many agents know the same one, by the same name with another tie. */
function knownTexter(): (known: readonly Acquaintance[]) => string {
  const beginning = recent(PEOPLE, (_id: string): { name: string; text: string } => ({ name: '', text: '' }));
  return (known) => {
    let text = '';
    for (const { id, name, tie, links } of known) {
      const begun = beginning(id);
      if (begun.text === '' || begun.name !== name) {
        begun.name = name;
        begun.text = `{${members({ id, name })},"tie":`;
      }
      text += `${text === '' ? '' : ','}${begun.text}${tie}${links ? `,"links":${JSON.stringify(links)}` : ''}}`;
    }
    return text;
  };
}
