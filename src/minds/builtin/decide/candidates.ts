/** The acts that an agent can choose now, with their utilities from docs/builtin-mind.md. */
import type { Question } from '../../../engine/model/question.js';
import type { Acquaintance, Option, Seen, Situation } from '../../../engine/model/situationTypes.js';
import type { PhraseBook } from '../phrases/phraseBook.js';
import { ASK, CONFIDE, DIRECT, FATIGUE, INVITE, OBLIGATION, POST, REPLY, TALK, TELL, TOPICAL, TROUBLE } from '../phrases/constants.js';
import type { Heeded } from '../perceive/learning.js';
import { type Interest, type Profile, relevance } from '../perceive/profile.js';
import type { Reading } from '../perceive/readMessage.js';
import { common, HINTS } from '../phrases/argumentKinds.js';
import { isReport, isSocial, passes, reports, toward } from './social.js';

/** The reason for an utterance, which determines its words. */
type Intent =
  | 'say'
  | 'ask'
  | 'trouble'
  | 'topical'
  | 'invite'
  | 'reply'
  | 'direct'
  | 'react'
  | 'pass'
  | 'quote'
  | 'limit'
  | 'tell'
  | 'act'
  | 'nothing';

/** A message as the agent interprets it. */
export interface Heard {
  readonly seen: Seen;
  readonly reading: Reading;
  /** The message that it answers, if that is visible or the agent's own. */
  readonly parent: Reading | null;
  readonly relevance: number;
  readonly interest: Interest | null;
  /** 0..1 */
  readonly obligation: number;
  /** The agent's tie to its author, 0..1. */
  readonly tie: number;
  /** The number of visible messages that answer it. */
  readonly answers: number;
}

export interface Candidate {
  readonly intent: Intent;
  readonly option: Option;
  readonly utility: number;
  readonly heard: Heard | null;
  /** Receiver of a direct message. */
  readonly to: Acquaintance | null;
}

export interface Scene {
  readonly book: PhraseBook;
  readonly question: Question;
  readonly situation: Situation;
  readonly profile: Profile;
  /** The utility that the coach's advice adds to acts that serve each drive. */
  readonly advised: Heeded;
  readonly heard: readonly Heard[];
  /** Acquaintances by id. */
  readonly known: ReadonlyMap<string, Acquaintance>;
  /** The agent's own last messages. */
  readonly mine: readonly Reading[];
  /** Recalled memories. */
  readonly recalled: readonly Reading[];
  /** News that it can pass on and has not passed on lately. */
  readonly news: readonly string[];
  /** The number of its own messages in the last rounds (`FATIGUE.window`). */
  readonly recent: number;
}

function obligationOf(seen: Seen, reading: Reading): number {
  const mine = seen.direct || seen.answersMe || seen.mentionsMe;
  if (!mine) return 0;
  if (reading.isClosed) return OBLIGATION.closed;
  if (reading.ask !== null || reading.isQuestion) return OBLIGATION.question;
  return seen.direct ? OBLIGATION.direct : seen.answersMe ? OBLIGATION.answer : OBLIGATION.mention;
}

/** The visible messages, the same for all agents. */
export interface Sight {
  readonly readings: readonly Reading[];
  /** The text of the message that each message answers, if that is visible too. */
  readonly above: readonly (string | null)[];
  /** How many visible messages answer each message. */
  readonly answers: readonly number[];
}

/** Reads the visible messages once for all agents that are asked at the same time and see the same messages. */
export function sightReader(readingOf: (text: string) => Reading): (seen: readonly Seen[]) => Sight {
  let last: { readonly seen: readonly Seen[]; readonly sight: Sight } | null = null;
  return (seen) => {
    if (last?.seen !== seen) {
      const texts = new Map(seen.map(({ id, text }) => [id, text]));
      const answers = new Map<string | null, number>();
      for (const { replyTo } of seen) answers.set(replyTo, (answers.get(replyTo) ?? 0) + 1);
      const sight = {
        readings: seen.map(({ text }) => readingOf(text)),
        above: seen.map(({ replyTo }) => (replyTo === null ? null : (texts.get(replyTo) ?? null))),
        answers: seen.map(({ id }) => answers.get(id) ?? 0),
      };
      last = { seen, sight };
    }
    return last.sight;
  };
}

/** Interprets the visible messages from the agent's point of view. */
export function hear(
  book: PhraseBook,
  profile: Profile,
  { seen: all, mine }: Situation,
  { readings, above, answers }: Sight,
  known: ReadonlyMap<string, Acquaintance>,
  readingOf: (text: string) => Reading,
): Heard[] {
  const out: Heard[] = [];
  all.forEach((seen, i) => {
    if (seen.author === profile.self.id) return;
    const reading = readings[i]!;
    const { value, interest } = relevance(book, profile, reading);
    const answered = above[i] ?? (seen.replyTo === null ? undefined : mine.find(({ id }) => id === seen.replyTo)?.text);
    out.push({
      seen,
      reading,
      parent: answered === undefined ? null : readingOf(answered),
      relevance: value,
      interest,
      obligation: obligationOf(seen, reading),
      tie: known.get(seen.author)?.tie ?? 0,
      answers: answers[i]!,
    });
  });
  return out;
}

/** Whether the agent can answer the question of a message: it is about one of its interests, or about the agent itself. */
export function canAnswer(book: PhraseBook, heard: Heard): boolean {
  const general = heard.reading.ask?.topic === book.general.index;
  return general ? heard.obligation > 0 : heard.relevance > 0;
}

function replyUtility(scene: Scene, heard: Heard): number {
  const { profile, situation, advised } = scene;
  const { reading, seen } = heard;
  let u = REPLY.base + REPLY.relevance * heard.relevance + REPLY.obligation * heard.obligation + REPLY.tie * heard.tie;
  u += REPLY.novelty * profile.openness * (1 - heard.tie) + REPLY.social * profile.social + advised.social;
  if (reading.ask !== null || reading.isQuestion) u += canAnswer(scene.book, heard) ? REPLY.help * profile.agreeableness : REPLY.ignorance;
  else if (heard.relevance === 0) u += REPLY.stranger;
  const isTroubled = reading.has.includes('trouble');
  if (isTroubled) u += REPLY.comfort * profile.support;
  if (seen.replyTo !== null && heard.obligation === 0) u += reading.isPersonal || heard.relevance === 0 ? 2 * REPLY.aside : REPLY.aside;
  if (reading.has.includes('invite')) u += REPLY.join * profile.coordination + advised.coordination;
  if (isTroubled || heard.answers === 0) u += advised.support;
  if (reading.isClosed || (heard.obligation === 0 && reading.has.includes('support'))) u += REPLY.closed;
  u += REPLY.bystander * heard.answers + REPLY.age * Math.max(0, situation.round - 1 - seen.round);
  return heard.obligation > 0 ? u : u - FATIGUE.each * scene.recent;
}

function posts(scene: Scene, option: Option): Candidate[] {
  const { profile, situation, advised } = scene;
  const tired = FATIGUE.post * scene.recent;
  const make = (intent: Intent, utility: number): Candidate => ({ intent, option, utility: utility - tired, heard: null, to: null });
  const out = [
    make(
      'say',
      POST.base + POST.presentation * profile.presentation + POST.extraversion * (profile.extraversion - 0.5) + advised.presentation,
    ),
    make('ask', ASK.base + ASK.information * profile.information + ASK.openness * (profile.openness - 0.5) + advised.information),
  ];
  if (scene.news.length > 0)
    out.push(make('tell', TELL.base + TELL.information * profile.information + TELL.presentation * profile.presentation));
  if (situation.round < 2) return out;
  out.push(make('trouble', TROUBLE.base + TROUBLE.support * profile.support + TROUBLE.neuroticism * (profile.neuroticism - 0.5)));
  if (typeof situation.params['topic'] === 'string') out.push(make('topical', TOPICAL.base + TOPICAL.information * profile.information));
  let friends = false;
  for (const other of scene.known.values()) friends ||= other.tie >= INVITE.tie;
  if (friends)
    out.push(
      make(
        'invite',
        INVITE.base +
          INVITE.coordination * profile.coordination +
          INVITE.extraversion * (profile.extraversion - 0.5) +
          advised.coordination,
      ),
    );
  return out;
}

function replies(scene: Scene, option: Option, intent: Intent): Candidate[] {
  const out: Candidate[] = [];
  for (const heard of scene.heard) {
    if (!option.messages?.includes(heard.seen.id) || heard.seen.direct) continue;
    out.push({ intent, option, utility: replyUtility(scene, heard), heard, to: null });
  }
  return out;
}

/** Direct messages: answers to received messages, and messages to authors of relevant messages and to friends. */
function directs(scene: Scene, option: Option): Candidate[] {
  const { profile, advised } = scene;
  const out: Candidate[] = [];
  const done = new Set<string>([profile.self.id]);
  const add = (to: Acquaintance, heard: Heard | null): void => {
    done.add(to.id);
    const tired = heard?.seen.direct ? 0 : FATIGUE.each * scene.recent;
    let u =
      DIRECT.base +
      DIRECT.tie * to.tie +
      DIRECT.social * profile.social +
      DIRECT.introversion * (0.5 - profile.extraversion) +
      advised.social -
      tired;
    if (heard?.seen.direct) u += DIRECT.obligation * heard.obligation;
    else if (heard) u += DIRECT.relevance * heard.relevance;
    out.push({ intent: 'direct', option, utility: u, heard, to });
  };
  for (const heard of scene.heard) {
    if (!heard.seen.direct || done.has(heard.seen.author)) continue;
    add({ id: heard.seen.author, name: heard.seen.name, tie: heard.tie }, heard);
  }
  const friends = [...scene.known.values()].filter((other) => other.tie >= DIRECT.least && !done.has(other.id));
  friends.sort((a, b) => b.tie - a.tie || (a.id < b.id ? -1 : 1));
  const close = friends.slice(0, DIRECT.most);
  for (const other of close) {
    add(other, scene.heard.find((heard) => heard.seen.author === other.id && !heard.seen.direct && heard.relevance > 0) ?? null);
  }
  const strange = strangers(scene, option);
  for (const other of strange) add(other, null);
  return [...out, ...(scene.news.length > 0 ? confidences(scene, option, [...close, ...strange]) : [])];
}

/** Agents without visible messages, for worlds without ties. They start at another place in the cast each round. */
function strangers(scene: Scene, { agents = [] }: Option): readonly Acquaintance[] {
  const { situation, question } = scene;
  const authors = new Set(scene.heard.map(({ seen }) => seen.author));
  const found = situation.known.filter(({ id, tie, links }) => tie === 0 && !links && !authors.has(id) && agents.includes(id));
  const from = found.length === 0 ? 0 : ((question.place ?? 0) + situation.round) % found.length;
  return [...found.slice(from), ...found.slice(0, from)].slice(0, DIRECT.most);
}

/** News for one agent at a time, close agents first. */
function confidences({ profile, recent }: Scene, option: Option, people: readonly Acquaintance[]): readonly Candidate[] {
  const base = TELL.base + CONFIDE.base + TELL.information * profile.information + TELL.presentation * profile.presentation;
  const tired = FATIGUE.post * recent;
  return people.map((to) => ({ intent: 'tell', option, utility: base + CONFIDE.tie * to.tie - tired, heard: null, to }));
}

/** Whether this is a conversation in which words go to all present agents: no option names a message or an agent. */
const isRoom = ({ options }: Situation): boolean => !options.some(({ messages, agents }) => messages !== undefined || agents !== undefined);

/** Answers to messages since the agent's last message; older messages get fewer answers. */
function inTheRoom(scene: Scene, option: Option): Candidate[] {
  const heard = scene.heard.filter(({ seen }) => seen.kind === 'said');
  return heard.map((one, i) => {
    const utility = replyUtility(scene, one) + TALK.older * (heard.length - 1 - i);
    return { intent: 'reply', option, utility, heard: one, to: null };
  });
}

/** Talk about the sustainable share, if the world has one. */
function limits(scene: Scene, option: Option): Candidate[] {
  const share = common(scene.situation, HINTS.share);
  if (share === null || share <= 0) return [];
  const said = scene.mine.filter(({ has }) => has.includes('limit_propose') || has.includes('limit_agree')).length;
  const utility = TALK.limit + TALK.limitCoordination * scene.profile.coordination - FATIGUE.each * said;
  return [{ intent: 'limit', option, utility, heard: null, to: null }];
}

/** All candidates in the order of the options, including passing if it is allowed. */
export function candidates(scene: Scene): Candidate[] {
  return scene.situation.options.flatMap((option): Candidate[] => {
    if (option.kind === 'nothing') return [{ intent: 'nothing', option, utility: 0, heard: null, to: null }];
    if (option.passes) return passes(scene, option);
    if (isReport(option)) return reports(scene, option);
    if (option.kind === 'act') return isSocial(option) ? toward(scene, option) : [];
    if (option.messages) return replies(scene, option, option.kind === 'reaction' ? 'react' : 'reply');
    if (option.agents) return directs(scene, option);
    if (option.kind !== 'message') return [];
    return isRoom(scene.situation)
      ? [...posts(scene, option), ...limits(scene, option), ...inTheRoom(scene, option)]
      : posts(scene, option);
  });
}
