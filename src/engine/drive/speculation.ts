/**
 * Questions asked before their turn. Two courses are imagined from where the run stands, which differ in every answer that
 * is not known yet. A question that comes out the same in both does not depend on what is not known, and is asked now. Its
 * answer is used only where the turn comes to ask exactly that: a run is the same with and without.
 */
import { handlerOf } from '../phaseKinds/table.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { Recalled } from '../../core/events/events.js';
import type { State } from '../../core/events/state.js';
import { judge } from '../observation/answer.js';
import type { Given } from '../observation/answerDrafts.js';
import { type Answer, Course, type Spot, type Turn } from './imaginedRun.js';
import { guess, type Side } from './extremeAnswers.js';
import type { Mind } from '../model/mind.js';
import type { ScenarioModel } from '../model/model.js';
import type { AskAbout } from '../plan/plan.js';
import type { Question } from '../model/question.js';

/** What came of the questions that were asked before their turn. */
export interface Tally {
  asked: number;
  /** Their turn asked the same. */
  used: number;
  /** Their turn asked something else, or did not come. */
  wasted: number;
}

interface AheadHost {
  readonly ask: AskAbout;
  readonly minds: ReadonlyMap<string, Mind>;
  /** Minds that may be asked before the turn. */
  readonly early: ReadonlySet<string>;
  readonly tally: Tally;
  /** Asks; null where no answer came of it. */
  begin(question: Question): Given | Promise<Given | null> | null;
}

/** A question whose turn has not come, with what was read when it was made. */
interface Early {
  readonly question: Question;
  readonly read: string;
  readonly recalled: readonly Recalled[];
  given: Given | null;
  coming: Promise<Given | null> | null;
}

/** As many turns in a row as their phase has, or so many before anything was found, that depend on what is not known: nobody looks further. */
const BLOCKED = 64;

/** How many early answers may wait for their turn. */
const WAITING = 4_096;

type Pair = readonly [Course, Course];

/** A question that depends on nothing unknown, and what came to mind before it. */
type Found = Pick<Early, 'question' | 'recalled'>;

export interface Looked {
  readonly asked: number;
  /** All was seen that can be seen now. */
  readonly isThrough: boolean;
}

export class Ahead {
  readonly #early = new Map<Spot, Early>();
  /** Questions whose turn has come, until their answer is taken. */
  readonly #open = new Map<Spot, { readonly question: Question; given: Given | null }>();
  /** By turn that a course went past: a question much like the one that would be asked there. */
  readonly #like = new Map<Spot, Question>();
  readonly #last = new Map<string, Question>();
  /** Turns at which asking early came to nothing. */
  readonly #refused = new Set<Spot>();
  #courses: Pair | null = null;
  /** Turns in a row, up to where the courses have come, that depend on what is not known. */
  #blocked = 0;

  constructor(
    readonly model: ScenarioModel,
    readonly host: AheadHost,
  ) {}

  /** The turn of a question has come. Gives what was asked early, if it was the same and its answer is not overridden. */
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

  /** The answer to a question whose turn has come is here. */
  answered(spot: Spot, given: Given): void {
    const open = this.#open.get(spot);
    if (open) open.given = given;
    this.#known(spot);
  }

  /** That answer becomes part of the run. */
  taken(spot: Spot): void {
    this.#open.delete(spot);
  }

  /** More vectors are known: what hung on them can be looked at again. */
  again(): void {
    this.#courses = null;
  }

  /** No more turns will come. */
  end(): void {
    for (const { question } of this.#early.values()) this.#count(question, 'wasted');
    this.#early.clear();
  }

  /** Asks what can be asked now, at most `free` questions, until it is told that it is time to stop. */
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
      if (may && asked === free) break;
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

  /** The question that is asked next whatever the unknown answers are; null where it depends on them. */
  #settled(a: Course, b: Course): Found | null {
    const [here, there] = [a.recall(), b.recall()];
    if (!here || !there || here.reading || there.reading) return null;
    const question = this.#made(here);
    if (!isSame(question, this.#made(there))) return null;
    const early = this.#early.get(here.spot);
    if (early) this.#drop(here.spot, early);
    const { index, state } = here;
    return { question, recalled: index < 0 ? [] : itemAt(state.agents, index)!.recalled };
  }

  #mayAsk({ spot, state }: Turn, question: Question): boolean {
    if (this.#early.has(spot) || this.#refused.has(spot) || isOverridden(state, question)) return false;
    return isAtOnce(this.host.minds, question) || this.host.early.has(question.mind);
  }

  #drop(spot: Spot, { question }: Early): void {
    this.#early.delete(spot);
    this.#count(question, 'wasted');
  }

  /** Minds of our own cost no call. */
  #count(question: Question, what: keyof Tally): void {
    if (!isAtOnce(this.host.minds, question)) this.host.tally[what]++;
  }

  #made({ state, index, phase, turn }: Turn): Question {
    const question = this.host.ask(this.model, state, index, phase, turn);
    this.#last.set(placeOf(question), question);
    return question;
  }

  /** What is much like the question of a turn: the last one of the same agent and phase. */
  #likely(course: Course): Question {
    const { state, index, phase } = course.reach()!;
    const agent = index < 0 ? null : itemAt(state.agents, index)!.id;
    return this.#last.get(`${phase.id} ${agent ?? ''}`) ?? this.#made(course.recall()!);
  }

  /** Asks, and tells how many places that takes. */
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
    return { given: { kind: 'verdict', verdict: judge(question, { value: guess(question, side, spot) }) }, guessed: true };
  }
}

/** The same in everything that an answer is kept under. */
const isSame = (a: Question, b: Question): boolean =>
  a.hash === b.hash && a.agent === b.agent && a.mind === b.mind && a.occurrence === b.occurrence && a.seed === b.seed;

/** Minds of our own, which answer at once and always the same: their answers are known before they are asked. */
const isAtOnce = (minds: ReadonlyMap<string, Mind>, { mind }: Question): boolean => {
  const kind = minds.get(mind)?.kind;
  return kind === 'builtin' || kind === 'random';
};

/** Somebody has written what is taken in the place of the next answer. */
const isOverridden = ({ overriddenAnswers }: State, { agent }: Question): boolean =>
  agent !== null && Object.hasOwn(overriddenAnswers, agent);

const placeOf = ({ situation, agent }: Question): string => `${situation.phase} ${agent ?? ''}`;

/**
 * What an agent has before its eyes at its turn, what it said last and how much it remembers: quick to compare, and where it
 * differs the questions do.
 */
function readAt({ state, index, phase }: Turn): string {
  if (index < 0) return '';
  const { inbox, memories, own } = itemAt(state.agents, index)!;
  let text = `${memories.length}`;
  const add = (message: number): void => {
    const { id, text: words } = state.messages.backing[message]!;
    text += `\n${id} ${words}`;
  };
  if (own.length > 0) add(own.backing[own.length - 1]!);
  if (handlerOf(phase).turns?.firstStage === 'observe') inbox.forEach(add);
  return text;
}
