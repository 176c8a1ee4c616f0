/**
 * Asks questions before their turn. Two continuations of the run are imagined, which differ in every unknown answer. A question
 * that is the same in both does not depend on unknown answers, and is asked now. Its answer is used only if the turn asks exactly
 * this question. Therefore the run is the same with and without this.
 */
import { handlerOf } from '../phaseKinds/table.js';
import { agentAt } from '../../core/events/agents.js';
import type { Recalled } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import { understood } from '../observation/answer.js';
import type { Given } from '../observation/answerDrafts.js';
import { type Answer, Course, type Spot, type Turn } from './imaginedRun.js';
import { guess, type Side } from './guessedAnswers.js';
import type { Mind } from '../model/mind.js';
import type { ScenarioModel } from '../model/model.js';
import type { AskAbout } from '../plan/plan.js';
import type { Question } from '../model/question.js';

/** Results of questions that were asked before their turn. */
export interface Tally {
  asked: number;
  /** Number of questions that their turn asked too. */
  used: number;
  /** Number of questions that their turn asked differently, or whose turn did not come. */
  wasted: number;
}

interface AheadHost {
  readonly ask: AskAbout;
  readonly minds: ReadonlyMap<string, Mind>;
  /** Ids of minds that may be asked before the turn. */
  readonly early: ReadonlySet<string>;
  readonly tally: Tally;
  /** Asks a question. The result is null if there is no answer. */
  begin(question: Question): Given | Promise<Given | null> | null;
}

/** A question before its turn, with what the agent had read when the question was made. */
interface Early {
  readonly question: Question;
  readonly read: string;
  readonly recalled: readonly Recalled[];
  given: Given | null;
  coming: Promise<Given | null> | null;
}

/**
 * Number of turns in a row that depend on unknown answers after which the search stops. A phase with more turns is searched to its
 * end, once a question has been asked early.
 */
const BLOCKED = 64;

/** Most early answers that may wait for their turn. */
const WAITING = 4_096;

type Pair = readonly [Course, Course];

/** A question that does not depend on unknown answers, and the memories recalled before it. */
type Found = Pick<Early, 'question' | 'recalled'>;

export interface Looked {
  readonly asked: number;
  /** All that can be found now was searched. */
  readonly isThrough: boolean;
}

/** The early questions of one call of `advance`. */
export class Ahead {
  readonly #early = new Map<Spot, Early>();
  /** Due questions, until their answer is taken. */
  readonly #open = new Map<Spot, { readonly question: Question; given: Given | null }>();
  /** For each turn that the search passed, a question that resembles the one there. */
  readonly #like = new Map<Spot, Question>();
  readonly #last = new Map<string, Question>();
  /** Turns for which an early question got no answer. */
  readonly #refused = new Set<Spot>();
  #courses: Pair | null = null;
  /** Number of turns in a row, up to the place of the search, that depend on unknown answers. */
  #blocked = 0;

  constructor(
    readonly model: ScenarioModel,
    readonly host: AheadHost,
  ) {}

  /** The turn of a question has come. Returns the early answer if the question is the same and its answer is not overridden. */
  turn(spot: Spot, question: Question, overridden: boolean): Pick<Early, 'given' | 'coming'> | null {
    const early = this.#early.get(spot);
    this.#early.delete(spot);
    this.#last.set(placeOf(question), question);
    this.#like.delete(spot);
    const same = early !== undefined && !overridden && isSame(early.question, question);
    this.#open.set(spot, { question, given: same ? early.given : null });
    if (!early) return null;
    if (!same) {
      this.#courses = null;
      this.#count(early.question, 'wasted');
      return null;
    }
    const settle = (given: Given | null): void => {
      this.#count(question, given ? 'used' : 'wasted');
      if (given) this.answered(spot, given);
    };
    if (early.given) settle(early.given);
    else void early.coming!.then(settle);
    return early;
  }

  /** The answer to a due question has arrived. */
  answered(spot: Spot, given: Given): void {
    const open = this.#open.get(spot);
    if (open) open.given = given;
    this.#known(spot);
  }

  /** That answer becomes part of the run. */
  taken(spot: Spot): void {
    this.#open.delete(spot);
  }

  /** More vectors are known, so turns that needed them can be tried again. */
  again(): void {
    this.#courses = null;
  }

  /** No more turns will come. */
  end(): void {
    for (const { question } of this.#early.values()) this.#count(question, 'wasted');
    this.#early.clear();
  }

  /** Whether a mind that may be asked early takes more questions now. */
  get hasRoom(): boolean {
    return [...this.host.early].some((id) => hasRoom(this.host.minds.get(id)));
  }

  /** Asks what can be asked now, at most `free` questions, until `isTime` says to stop. */
  look(head: State, free: number, isTime: () => boolean): Looked {
    if (!this.#courses || this.#courses.some(({ step }) => step < head.step)) this.#courses = this.#from(head);
    const [a, b] = this.#courses;
    let asked = 0;
    while (this.#early.size < WAITING) {
      const [here, there] = [a.reach(isTime), b.reach(isTime)];
      if (isTime()) return { asked, isThrough: false };
      if (!here || !there || here.spot !== there.spot) break;
      if (this.#blocked >= (this.host.tally.asked === 0 ? BLOCKED : Math.max(BLOCKED, here.state.agenda.order.length))) break;
      const read = readAt(here);
      const alike = read === readAt(there);
      const early = this.#early.get(here.spot);
      const found = !alike ? null : early?.read === read ? early : this.#settled(a, b);
      const may = found && this.#mayAsk(here, found.question);
      if (may && (asked === free || !hasRoom(this.host.minds.get(found.question.mind)))) break;
      if (may) asked += this.#ask(here.spot, { ...found, read });
      this.#blocked = found && this.#early.has(here.spot) ? 0 : this.#blocked + 1;
      this.#pass(this.#courses, here.spot, found?.question ?? this.#likely(a), found?.recalled);
    }
    return { asked, isThrough: true };
  }

  #pass([a, b]: Pair, spot: Spot, question: Question, recalled?: readonly Recalled[]): void {
    this.#like.set(spot, question);
    a.pass(question, recalled);
    b.pass(question, recalled);
  }

  #from(head: State): Pair {
    this.#like.clear();
    this.#blocked = 0;
    const course = (side: Side): Course => new Course(this.model, head, (spot) => this.#answerAt(spot, side));
    return [course(0), course(1)];
  }

  /** The next question, if it does not depend on unknown answers; otherwise null. */
  #settled(a: Course, b: Course): Found | null {
    const [here, there] = [a.recall(), b.recall()];
    if (!here || !there || here.reading || there.reading) return null;
    const question = this.#made(here);
    if (!isSame(question, this.#made(there))) return null;
    const early = this.#early.get(here.spot);
    if (early) this.#drop(here.spot, early);
    const { index, state } = here;
    return { question, recalled: index < 0 ? [] : agentAt(state, index)!.recalled };
  }

  #mayAsk({ spot, state }: Turn, question: Question): boolean {
    if (this.#early.has(spot) || this.#refused.has(spot) || isOverridden(state, question)) return false;
    if (isAtOnce(this.host.minds, question)) return true;
    return this.host.early.has(question.mind) && !this.host.minds.get(question.mind)?.isBatched?.(question);
  }

  #drop(spot: Spot, { question }: Early): void {
    this.#early.delete(spot);
    this.#count(question, 'wasted');
  }

  /** Counts a question. Built-in minds do not count, because they cost no call. */
  #count(question: Question, what: keyof Tally): void {
    if (!isAtOnce(this.host.minds, question)) this.host.tally[what]++;
  }

  #made({ state, index, phase, turn }: Turn): Question {
    const question = this.host.ask(this.model, state, index, phase, turn);
    this.#last.set(placeOf(question), question);
    return question;
  }

  /** A question that resembles the one of a turn: the last one of the same agent and phase. */
  #likely(course: Course): Question {
    const { state, index, phase } = course.reach()!;
    const agent = index < 0 ? null : agentAt(state, index)!.id;
    return this.#last.get(`${phase.id} ${agent ?? ''}`) ?? this.#made(course.recall()!);
  }

  /** Asks a question. Returns the number of places that it takes. */
  #ask(spot: Spot, found: Found & Pick<Early, 'read'>): 0 | 1 {
    const { question } = found;
    const answer = this.host.begin(question);
    if (!answer) {
      this.#refused.add(spot);
      return 0;
    }
    const early: Early = { ...found, given: null, coming: null };
    this.#early.set(spot, early);
    this.#count(question, 'asked');
    if (!(answer instanceof Promise)) {
      early.given = answer;
      return 0;
    }
    early.coming = answer;
    void answer.then((given) => {
      early.given = given;
      if (given) this.#known(spot, early);
      else if (this.#early.get(spot) === early) {
        this.#refused.add(spot);
        this.#drop(spot, early);
      }
    });
    return 1;
  }

  #known(spot: Spot, early?: Early): void {
    if (early && this.#early.get(spot) !== early) return;
    for (const course of this.#courses ?? []) if (course.know(spot)) this.#blocked = 0;
  }

  #answerAt(spot: Spot, side: Side): Answer | null {
    const open = this.#open.get(spot);
    const early = this.#early.get(spot);
    const given = open?.given ?? early?.given;
    if (given) return { given, guessed: false };
    const question = open?.question ?? early?.question ?? this.#like.get(spot);
    if (!question) return null;
    return { given: { kind: 'verdict', verdict: understood(question, { value: guess(question, side, spot) }) }, guessed: true };
  }
}

/** Whether two questions are equal in everything that identifies an answer. */
const isSame = (a: Question, b: Question): boolean =>
  a.hash === b.hash && a.agent === b.agent && a.mind === b.mind && a.occurrence === b.occurrence && a.seed === b.seed;

/** Whether a mind is built in and answers immediately, always with the same answer. Its answers are known before they are asked. */
const isAtOnce = (minds: ReadonlyMap<string, Mind>, { mind }: Question): boolean => {
  const kind = minds.get(mind)?.kind;
  return kind === 'builtin' || kind === 'random';
};

const hasRoom = (mind: Mind | undefined): boolean => (mind?.room?.() ?? 1) > 0;

/** Whether a user wrote the next answer of this agent. */
const isOverridden = ({ overriddenAnswers }: State, { agent }: Question): boolean =>
  agent !== null && Object.hasOwn(overriddenAnswers, agent);

const placeOf = ({ situation, agent }: Question): string => `${situation.phase} ${agent ?? ''}`;

/**
 * What an agent reads at its turn, its last words, and its number of memories. This is quick to compare, and if it differs, the
 * questions differ.
 */
function readAt({ state, index, phase }: Turn): string {
  if (index < 0) return '';
  const { inbox, memories, own } = agentAt(state, index)!;
  let text = `${memories.length}`;
  const add = (message: number): void => {
    const { id, text: words } = state.messages.backing[message]!;
    text += `\n${id} ${words}`;
  };
  if (own.length > 0) add(own.backing[own.length - 1]!);
  if (handlerOf(phase).turns?.firstStage === 'observe') inbox.forEach(add);
  return text;
}
