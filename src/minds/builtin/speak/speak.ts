/** Turns an intent into words: chooses the topic, the moment and the lines. */
import { pick, type Rng, weighted } from '../../../core/random/rng.js';
import type { Topic } from '../phrases/phraseBook.js';
import { type Candidate, canAnswer, type Heard, type Scene } from '../decide/candidates.js';
import { SPEECH } from '../phrases/constants.js';
import { firstName, type Interest } from '../perceive/profile.js';
import { hasQuestionMark, type Reading } from '../perceive/readMessage.js';
import { common, HINTS } from '../phrases/argumentKinds.js';
import { type Speech, utter, utterMoment } from './speech.js';

/** The topic and interest of the words. */
interface Subject {
  readonly topic: Topic;
  readonly interest: string;
}

/** The start of an utterance: the visible messages, and the possible subjects. */
export function begin(scene: Scene, random: Rng): Speech {
  const holds = ({ lines }: Reading, line: number): boolean => lines.includes(line);
  const isUsed = (line: number): boolean =>
    scene.heard.some(({ reading }) => holds(reading, line)) ||
    scene.mine.some((own) => holds(own, line)) ||
    scene.recalled.some((recalled) => holds(recalled, line));
  const values = new Map<string, string>([['me', scene.profile.first]]);
  if (scene.profile.job !== '') values.set('job', scene.profile.job);
  const { params } = scene.situation;
  if (typeof params['topic'] === 'string') values.set('topic', params['topic']);
  if (typeof params['statement'] === 'string') values.set('statement', params['statement'].trim().replace(/[.!?]+$/, ''));
  const share = common(scene.situation, HINTS.share);
  if (share !== null) values.set('share', String(share));
  return {
    book: scene.book,
    profile: scene.profile,
    random,
    round: scene.situation.round,
    place: scene.question.place ?? null,
    isUsed,
    values,
  };
}

const subjectOf = (interest: Interest): Subject => ({ topic: interest.topic, interest: interest.text });

/** An interest of the agent, the first ones more often. */
function ownSubject(scene: Scene, random: Rng): Subject | null {
  const { interests } = scene.profile;
  const own =
    interests[
      weighted(
        random,
        interests.map((interest) => interest.weight),
      )
    ];
  return own ? subjectOf(own) : null;
}

/** The subject of a message: the topic of its question, a shared interest, its strongest topic, or none. */
function subjectHeard(scene: Scene, heard: Heard): Subject | null {
  const { reading, interest } = heard;
  const said = reading.holes.get('interest');
  if (reading.ask && reading.ask.topic !== scene.book.general.index) {
    const topic = scene.book.topics[reading.ask.topic];
    if (topic) return { topic, interest: topic.name };
  }
  if (interest)
    return { topic: interest.topic, interest: said ?? (interest.topic === scene.book.general ? interest.text : interest.topic.name) };
  const topic = scene.book.topics[(reading.topics[0] ?? heard.parent?.topics[0])?.topic ?? -1];
  if (topic) return { topic, interest: said ?? topic.name };
  return said === undefined ? null : { topic: scene.book.general, interest: said };
}

/** Sets the thing of the subject: the named thing, otherwise any. */
function about(speech: Speech, subject: Subject, thing: string | undefined): void {
  speech.values.set('interest', subject.interest);
  if (thing !== undefined) speech.values.set('thing', thing);
}

/** Sets a value from a list of lines; false if no line can be used. */
function put(speech: Speech, hole: string, text: string | null): boolean {
  if (text !== null) speech.values.set(hole, text);
  return text !== null;
}

const isPlain = (speech: Speech): boolean => speech.random() < (speech.profile.voice?.plain ?? 0.3);

/** The core text in a frame of the moment, or without a frame if the voice is plain and there are enough variants for other agents. */
function framed(speech: Speech, moment: string, core: string, variants: number = SPEECH.bare): string {
  const bare = speech.values.get(core) ?? '';
  return (bare !== '' && isPlain(speech) && variants >= SPEECH.bare ? bare : utterMoment(speech, moment, true)) ?? bare;
}

/** Sometimes adds words of the voice after the text, and before it if it does not answer a question. */
function voiced(speech: Speech, text: string, mayOpen: boolean): string {
  const { voice } = speech.profile;
  if (!voice || text === '') return text;
  const open = speech.random() < SPEECH.open && mayOpen ? utter(speech, voice.opens) : null;
  const close = speech.random() < SPEECH.close ? utter(speech, voice.closes) : null;
  return [open, text, close].filter((part) => part !== null).join(speech.book.gap);
}

function introduced(scene: Scene, speech: Speech, text: string): string {
  if (scene.situation.round !== 1 || speech.random() >= SPEECH.introduce) return text;
  const hello =
    (scene.profile.job !== '' && speech.random() < 0.6 ? utterMoment(speech, 'introduce_job') : null) ?? utterMoment(speech, 'introduce');
  return hello === null ? text : `${hello}${speech.book.gap}${text}`;
}

function publicWords(scene: Scene, speech: Speech, intent: Candidate['intent']): string {
  const { random } = speech;
  const subject = ownSubject(scene, random) ?? { topic: scene.book.general, interest: '' };
  if (subject.interest !== '') about(speech, subject, pick(random, subject.topic.things));
  if (intent === 'topical' || subject.interest === '') return utterMoment(speech, 'topical') ?? '';
  if (intent === 'invite') return utterMoment(speech, 'invite') ?? '';
  const { topic } = subject;
  const [hole, list, moment] =
    intent === 'ask'
      ? (['ask', topic.asks, 'ask'] as const)
      : intent === 'trouble' && topic.troubles.lines.length > 0
        ? (['trouble', topic.troubles, 'trouble'] as const)
        : (['say', topic.says, 'post'] as const);
  put(speech, hole, utter(speech, list));
  if (scene.situation.round === 1) return introduced(scene, speech, speech.values.get(hole) ?? '');
  return framed(speech, moment, hole);
}

/** Sometimes adds a follow-up question about the other's interest. */
function followUp(scene: Scene, speech: Speech, text: string): string {
  if (hasQuestionMark(speech.book, text) || speech.random() >= SPEECH.followUp * (0.5 + scene.profile.information)) return text;
  const more = utter(speech, scene.book.general.asks);
  return more === null ? text : `${text}${speech.book.gap}${more}`;
}

function answerWords(scene: Scene, speech: Speech, heard: Heard): string {
  const { ask } = heard.reading;
  if (!ask) return utterMoment(speech, heard.obligation > 0 || heard.relevance > 0 ? 'guess' : 'curious') ?? '';
  const answers = scene.book.answers.get(ask.id);
  const known = canAnswer(scene.book, heard) && put(speech, 'answer', utter(speech, answers));
  const personal = ask.topic === scene.book.general.index;
  if (known)
    return voiced(
      speech,
      personal ? (speech.values.get('answer') ?? '') : framed(speech, 'answer', 'answer', answers?.lines.length),
      false,
    );
  return utterMoment(speech, heard.obligation > 0 ? 'guess' : 'curious') ?? '';
}

const hasAny = (heard: Heard, kinds: readonly string[]): boolean => kinds.some((kind) => heard.reading.has.includes(kind));

/** Takes names, days, places and the thing from the other's message, so that the answer fits it. */
function takeUp(scene: Scene, speech: Speech, heard: Heard): Subject | null {
  const { reading, parent } = heard;
  for (const [hole, value] of reading.holes) if (scene.book.slots.has(hole) && hole !== 'relative') speech.values.set(hole, value);
  speech.values.set('name', firstName(heard.seen.name));
  const subject = subjectHeard(scene, heard);
  const thing = reading.holes.get('thing') ?? parent?.holes.get('thing');
  if (subject) about(speech, subject, thing !== undefined && subject.topic.things.includes(thing) ? thing : undefined);
  if (heard.interest && subject) speech.values.set('shared', subject.interest);
  return subject;
}

function friendWords(scene: Scene, speech: Speech): string {
  const own = ownSubject(scene, speech.random);
  if (own) about(speech, own, undefined);
  return utterMoment(speech, 'friend_reply') ?? '';
}

/** Words of a reply to a message, or to the sender of a direct message. */
function replyWords(scene: Scene, speech: Speech, heard: Heard): string {
  const { reading, seen } = heard;
  const mine = seen.answersMe || seen.direct || seen.mentionsMe;
  const subject = takeUp(scene, speech, heard);
  if (hasAny(heard, ['invite', 'direct_invite']))
    return utterMoment(speech, heard.relevance > 0 || heard.tie > 0.1 ? 'accept' : 'decline') ?? '';
  if (hasAny(heard, ['topical'])) return utterMoment(speech, 'topical_reply') ?? '';
  if (hasAny(heard, ['friend'])) return friendWords(scene, speech);
  if (reading.ask || reading.isQuestion) return answerWords(scene, speech, heard);
  if (hasAny(heard, ['trouble'])) return utterMoment(speech, 'support') ?? '';
  if (mine && hasAny(heard, ['support'])) return utterMoment(speech, 'comforted') ?? '';
  if (mine && hasAny(heard, ['answer', 'guess']))
    return utterMoment(speech, reading.isPersonal || !reading.has.includes('answer') ? 'noted' : 'thank') ?? '';
  if (mine && hasAny(heard, ['friend_reply'])) return utterMoment(speech, 'acknowledge') ?? '';
  if (mine && hasAny(heard, ['thank', 'comforted', 'noted', 'accept', 'decline', 'closing', 'welcome']))
    return utterMoment(speech, 'closing') ?? '';
  if (mine && hasAny(heard, ['remark', 'interested', 'agree']) && speech.random() >= SPEECH.story)
    return followUp(scene, speech, utterMoment(speech, 'acknowledge') ?? '');
  return opinionWords(scene, speech, heard, subject);
}

/** A line of the agent's own on a shared topic: a remark on the thing, or a story. */
function sharedWords(scene: Scene, speech: Speech, subject: Subject): string | null {
  const { topic } = subject;
  const named = speech.values.has('thing') || topic === scene.book.general;
  if (named && speech.random() >= SPEECH.story && put(speech, 'remark', utter(speech, topic.remarks)))
    return followUp(scene, speech, voiced(speech, framed(speech, 'comment', 'remark'), true));
  about(speech, subject, pick(speech.random, topic.things));
  return put(speech, 'say', utter(speech, topic.says)) ? voiced(speech, utterMoment(speech, 'story') ?? '', true) : null;
}

/** Words on a shared topic, agreement with an answer, or interest in an unknown topic. */
function opinionWords(scene: Scene, speech: Speech, heard: Heard, subject: Subject | null): string {
  if (hasAny(heard, ['introduce', 'introduce_job']) && speech.random() < 0.5) return utterMoment(speech, 'welcome') ?? '';
  if (hasAny(heard, ['answer'])) return utterMoment(speech, 'agree') ?? '';
  if (heard.relevance > 0 && subject) return sharedWords(scene, speech, subject) ?? utterMoment(speech, 'agree') ?? '';
  return utterMoment(speech, subject ? 'interested' : 'agree') ?? '';
}

/** A direct message that is not an answer: a meeting, a comment on a message of the receiver, or a greeting to a friend. */
function directWords(scene: Scene, speech: Speech, candidate: Candidate): string {
  const { heard, to } = candidate;
  const shared = heard && takeUp(scene, speech, heard);
  speech.values.set('name', firstName(to?.name ?? ''));
  const subject = shared ?? ownSubject(scene, speech.random);
  if (subject && !shared) about(speech, subject, undefined);
  if (speech.random() < SPEECH.invite * (0.5 + scene.profile.coordination)) return utterMoment(speech, 'direct_invite') ?? '';
  if (!shared) return utterMoment(speech, 'friend') ?? '';
  put(speech, 'ask', utter(speech, speech.random() < 0.5 ? shared.topic.asks : scene.book.general.asks));
  return voiced(speech, utterMoment(speech, 'direct_about') ?? '', false);
}

/** News in the words in which it was heard. */
function passedOn(scene: Scene, speech: Speech): string {
  const told = scene.news[0];
  if (told !== undefined) speech.values.set('told', told);
  return utterMoment(speech, 'pass_on') ?? '';
}

/** Words about how much each agent may take: agreement or doubt if an agent proposed a limit, otherwise a proposal. */
function limitWords(scene: Scene, speech: Speech): string {
  const proposed = scene.heard.findLast(({ reading }) => reading.has.includes('limit_propose') || reading.has.includes('limit_agree'));
  if (proposed) speech.values.set('name', firstName(proposed.seen.name));
  const moment = !proposed ? 'limit_propose' : speech.random() < 0.3 + 0.6 * scene.profile.agreeableness ? 'limit_agree' : 'limit_doubt';
  return utterMoment(speech, moment) ?? '';
}

const WORDLESS: readonly Candidate['intent'][] = ['nothing', 'react', 'pass'];

function wordsFor(scene: Scene, speech: Speech, candidate: Candidate): string {
  const { intent, heard } = candidate;
  if (intent === 'tell') return passedOn(scene, speech);
  if (intent === 'limit') return limitWords(scene, speech);
  if ((intent === 'reply' || intent === 'quote') && heard) return replyWords(scene, speech, heard);
  if (intent === 'direct') return heard?.seen.direct ? replyWords(scene, speech, heard) : directWords(scene, speech, candidate);
  return publicWords(scene, speech, intent);
}

/**
 * The words of a candidate; empty if the act has no words. If the book lacks a moment, any usable line is chosen, so that an
 * agent with a small book still speaks.
 */
export function speak(scene: Scene, candidate: Candidate, random: Rng): string {
  if (WORDLESS.includes(candidate.intent)) return '';
  const speech = begin(scene, random);
  const words = wordsFor(scene, speech, candidate);
  return words === '' ? speakAnything(scene, speech) : words;
}

/** Any usable line about the agent's interests. */
export function speakAnything(scene: Scene, speech: Speech): string {
  if (!speech.values.has('interest')) speech.values.set('interest', scene.profile.interests[0]?.text ?? scene.book.topics[0]?.name ?? '');
  return utter(speech, scene.book.general.says) ?? '';
}
