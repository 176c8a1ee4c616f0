/** From an intent to words: which topic, which moment, what is answered with what. */
import { pick, type Rng, weighted } from '../../core/rng.js';
import type { Topic } from './book.js';
import type { Candidate, Heard, Scene } from './candidates.js';
import { SPEECH } from './constants.js';
import { firstName, type Interest } from './profile.js';
import { type Speech, utter, utterMoment } from './speech.js';

/** The topic and interest that the words are about. */
interface Subject {
  readonly topic: Topic;
  readonly interest: string;
}

function begin(scene: Scene, random: Rng): Speech {
  const used = new Set<number>();
  for (const heard of scene.heard) for (const line of heard.reading.lines) used.add(line);
  for (const own of scene.mine) for (const line of own.lines) used.add(line);
  const values = new Map<string, string>([['me', scene.profile.first]]);
  if (scene.profile.job !== '') values.set('job', scene.profile.job);
  const topic = scene.situation.params['topic'];
  if (typeof topic === 'string') values.set('topic', topic);
  return { book: scene.book, profile: scene.profile, random, round: scene.situation.round, used, values };
}

const subjectOf = (interest: Interest): Subject => ({ topic: interest.topic, interest: interest.text });

/** An own interest, the first ones more often. */
function ownSubject(scene: Scene, random: Rng): Subject | null {
  const { interests } = scene.profile;
  const own = interests[weighted(random, interests.map((interest) => interest.weight))];
  return own ? subjectOf(own) : null;
}

/** What a message is about: the topic of its question, a shared interest, its strongest topic, or nothing known. */
function subjectHeard(scene: Scene, heard: Heard): Subject | null {
  const { reading, interest } = heard;
  const said = reading.holes.get('interest');
  if (reading.ask && reading.ask.topic !== scene.book.general.index) {
    const topic = scene.book.topics[reading.ask.topic];
    if (topic) return { topic, interest: topic.name };
  }
  if (interest) return { topic: interest.topic, interest: said ?? (interest.topic === scene.book.general ? interest.text : interest.topic.name) };
  const topic = scene.book.topics[(reading.topics[0] ?? heard.parent?.topics[0])?.topic ?? -1];
  if (topic) return { topic, interest: said ?? topic.name };
  return said === undefined ? null : { topic: scene.book.general, interest: said };
}

function about(speech: Speech, subject: Subject, thing?: string): void {
  speech.values.set('interest', subject.interest);
  const own = thing ?? pick(speech.random, subject.topic.things);
  if (own !== undefined) speech.values.set('thing', own);
}

/** Sets a value from a list of lines; false when none can be said. */
function put(speech: Speech, hole: string, text: string | null): boolean {
  if (text !== null) speech.values.set(hole, text);
  return text !== null;
}

const isPlain = (speech: Speech): boolean => speech.random() < (speech.profile.voice?.plain ?? 0.3);

/** The core in a frame of the moment, or bare where the voice is plain. */
function framed(speech: Speech, moment: string, core: string): string {
  const bare = speech.values.get(core) ?? '';
  return (bare !== '' && isPlain(speech) ? bare : utterMoment(speech, moment)) ?? bare;
}

/** Adds the voice's own words before and after, now and then. */
function voiced(speech: Speech, text: string): string {
  const { voice } = speech.profile;
  if (!voice) return text;
  const open = speech.random() < SPEECH.open ? utter(speech, voice.opens) : null;
  const close = speech.random() < SPEECH.close ? utter(speech, voice.closes) : null;
  return [open, text, close].filter((part) => part !== null).join(' ');
}

function introduced(scene: Scene, speech: Speech, text: string): string {
  if (scene.situation.round !== 1 || speech.random() >= SPEECH.introduce) return text;
  const hello = (scene.profile.job !== '' && speech.random() < 0.6 ? utterMoment(speech, 'introduce_job') : null) ?? utterMoment(speech, 'introduce');
  return hello === null ? text : `${hello} ${text}`;
}

function publicWords(scene: Scene, speech: Speech, intent: Candidate['intent']): string {
  const subject = ownSubject(scene, speech.random) ?? { topic: scene.book.general, interest: '' };
  if (subject.interest !== '') about(speech, subject);
  if (intent === 'topical' || subject.interest === '') return utterMoment(speech, 'topical') ?? '';
  if (intent === 'invite') return utterMoment(speech, 'invite') ?? '';
  const { topic } = subject;
  const [hole, list, moment] = intent === 'ask' ? (['ask', topic.asks, 'ask'] as const)
    : intent === 'trouble' && topic.troubles.lines.length > 0 ? (['trouble', topic.troubles, 'trouble'] as const)
    : (['say', topic.says, 'post'] as const);
  put(speech, hole, utter(speech, list));
  if (scene.situation.round === 1) return introduced(scene, speech, speech.values.get(hole) ?? '');
  return framed(speech, moment, hole);
}

/** A follow-up question about the other's interest, when one likes to know. */
function followUp(scene: Scene, speech: Speech, text: string): string {
  if (text.includes('?') || speech.random() >= SPEECH.followUp * (0.5 + scene.profile.information)) return text;
  const more = utter(speech, scene.book.general.asks);
  return more === null ? text : `${text} ${more}`;
}

function answerWords(scene: Scene, speech: Speech, heard: Heard): string {
  const { ask } = heard.reading;
  const toMe = heard.obligation > 0 || heard.relevance > 0;
  if (!ask) return utterMoment(speech, toMe ? 'guess' : 'curious') ?? '';
  const expert = heard.relevance > 0 || (heard.obligation > 0 && ask.topic === scene.book.general.index);
  if (!expert || !put(speech, 'answer', utter(speech, scene.book.answers.get(ask.id)))) return utterMoment(speech, 'curious') ?? '';
  return voiced(speech, framed(speech, 'answer', 'answer'));
}

/** Words under a message, or back to whoever wrote directly. */
function replyWords(scene: Scene, speech: Speech, heard: Heard): string {
  const { reading, seen } = heard;
  const mine = seen.answersMe || seen.direct || seen.mentionsMe;
  const subject = subjectHeard(scene, heard);
  for (const [hole, value] of reading.holes) if (scene.book.slots.has(hole)) speech.values.set(hole, value);
  speech.values.set('name', firstName(seen.name));
  if (subject) about(speech, subject, reading.holes.get('thing') ?? undefined);
  if (heard.interest && subject) speech.values.set('shared', subject.interest);
  if (reading.has.has('invite')) return utterMoment(speech, heard.relevance > 0 || heard.tie > 0.1 ? 'accept' : 'decline') ?? '';
  if (reading.ask || reading.isQuestion) {
    if (reading.has.has('topical')) return utterMoment(speech, 'topical_reply') ?? '';
    return answerWords(scene, speech, heard);
  }
  if (reading.has.has('trouble')) return utterMoment(speech, 'support') ?? '';
  if (reading.has.has('topical')) return utterMoment(speech, 'topical_reply') ?? '';
  if (mine && (reading.has.has('answer') || reading.has.has('guess') || reading.has.has('support'))) return utterMoment(speech, 'thank') ?? '';
  if (mine && ['thank', 'accept', 'closing', 'welcome'].some((m) => reading.has.has(m))) return utterMoment(speech, 'closing') ?? '';
  if (mine && reading.has.has('remark')) return followUp(scene, speech, utterMoment(speech, 'acknowledge') ?? '');
  return opinionWords(scene, speech, heard, subject);
}

/** A remark on the topic, interest in what one does not know, or agreement. */
function opinionWords(scene: Scene, speech: Speech, heard: Heard, subject: Subject | null): string {
  const { reading } = heard;
  if (reading.has.has('introduce') && speech.random() < 0.6) return utterMoment(speech, 'welcome') ?? '';
  if (reading.has.has('answer') || reading.has.has('remark')) return voiced(speech, utterMoment(speech, 'agree') ?? '');
  const named = reading.holes.has('thing') || subject?.topic === scene.book.general;
  if (heard.relevance > 0 && subject && named && put(speech, 'remark', utter(speech, subject.topic.remarks))) {
    return followUp(scene, speech, voiced(speech, framed(speech, 'comment', 'remark')));
  }
  return voiced(speech, utterMoment(speech, subject ? 'interested' : 'agree') ?? '');
}

/** A direct message that is not an answer: about what they wrote, or to a friend about an interest. */
function directWords(scene: Scene, speech: Speech, candidate: Candidate): string {
  const { heard, to } = candidate;
  speech.values.set('name', firstName(to?.name ?? ''));
  const subject = (heard && subjectHeard(scene, heard)) ?? ownSubject(scene, speech.random);
  if (!subject) return utterMoment(speech, 'direct') ?? '';
  about(speech, subject, heard?.reading.holes.get('thing') ?? undefined);
  if (heard?.interest) speech.values.set('shared', subject.interest);
  if (speech.random() < 0.3 + 0.5 * scene.profile.coordination) return utterMoment(speech, 'direct_invite') ?? '';
  put(speech, 'ask', utter(speech, speech.random() < 0.5 ? scene.book.general.asks : subject.topic.asks));
  return voiced(speech, utterMoment(speech, heard ? 'direct_about' : 'direct') ?? '');
}

/** What the agent says for a candidate; empty where the act has no words. */
export function speak(scene: Scene, candidate: Candidate, random: Rng): string {
  const { intent, heard } = candidate;
  if (intent === 'nothing' || intent === 'react') return '';
  const speech = begin(scene, random);
  if (intent === 'reply' && heard) return replyWords(scene, speech, heard);
  if (intent === 'direct') return heard?.seen.direct ? replyWords(scene, speech, heard) : directWords(scene, speech, candidate);
  return publicWords(scene, speech, intent);
}
