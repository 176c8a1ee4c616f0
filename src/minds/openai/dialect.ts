/**
 * Finds the dialect of an endpoint by trial: the strongest first, then a simpler one if the endpoint refuses it. Each question
 * tries the dialects separately; only an answered dialect is stored for all. As long as a server refuses nothing, questions
 * are sent concurrently. After a refusal, one question at a time is sent until one is answered, so that not all pay for the
 * same refusals.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { Question } from '../../engine/model/question.js';
import { HttpProblem } from './endpoint.js';
import { formats, type Dialect } from './request.js';
import { namesLlama, type ServerProgram } from './serverFacts.js';

/** A question that finds the dialect for all others. */
interface Scout {
  readonly question: Question;
  /** Resolves when it has returned, with the next dialect to try if it was refused. */
  readonly back: Promise<Dialect | null>;
  readonly end: (left: Dialect | null) => void;
}

export class Dialects {
  #known: Dialect;
  /** Whether a question was answered in the dialect `#known`. */
  #proven = false;
  #scout: Scout | null = null;
  #grammars: 'unknown' | 'taken' | 'refused' = 'unknown';
  /** The header `server` of the last response, by which a server that was restarted as another program is recognised. */
  #header: string | null = null;
  readonly #tried = new WeakMap<Question, Dialect>();

  /** `free`: whether the file leaves the format of answers open. `grammars`: whether a server that takes grammars gets them. */
  constructor(
    start: Dialect,
    readonly free: boolean,
    grammars: boolean,
  ) {
    if (!grammars) this.#grammars = 'refused';
    this.#known = start;
  }

  /** The dialect for this question; waits while another question finds it. Call `left` after the question has returned. */
  async of(question: Question, token: CancellationToken): Promise<Dialect> {
    while (this.#scout && !this.#proven && !token.isCancellationRequested) {
      const left = await orCancelled(this.#scout.back, token);
      if (left) this.#tried.set(question, left);
    }
    const tried = this.#tried.get(question);
    if (tried && !this.#proven && !this.#scout) this.#scout = scoutOf(question);
    const dialect = tried ?? this.#known;
    return { ...dialect, grammar: this.#grammars === 'taken' && dialect.format === 'json_schema' };
  }

  /** What program the server is, by its list of models. Servers of llama.cpp get a grammar of ours in place of a schema. */
  isServedBy({ header, isLlama }: ServerProgram): void {
    this.#header = header;
    if (this.#grammars !== 'refused') this.#grammars = isLlama ? 'taken' : 'unknown';
  }

  /** The header `server` of an answer. As long as it stays the same, so does the program. */
  hasHeader(header: string | null): void {
    if (header !== this.#header) this.isServedBy({ header, isLlama: namesLlama(header) });
  }

  answered(question: Question): void {
    this.#known = { ...(this.#tried.get(question) ?? this.#known), brief: false };
    this.#proven = true;
  }

  /** Whether there is another dialect after `asked` was refused. The question then uses it. */
  refused(question: Question, asked: Dialect, problem: HttpProblem): boolean {
    if (asked.grammar && refusesFormat(problem)) {
      this.#grammars = 'refused';
      return true;
    }
    const learnt = this.#proven && formats.indexOf(this.#known.format as never) > formats.indexOf(asked.format as never);
    const next = learnt ? this.#known : simpler(asked, problem, this.free);
    if (next) this.#tried.set(question, next);
    return next !== null;
  }

  /** The model needs more tokens than its answers have: no question gets a limit of ours any more. False if none had one. */
  unlimited(question: Question, asked: Dialect): boolean {
    if (!asked.ownLimit) return false;
    this.#known = { ...this.#known, ownLimit: false };
    this.#tried.set(question, { ...asked, ownLimit: false });
    return true;
  }

  /** Whether a question whose answer was cut can be asked again, for a shorter answer. The others are asked as before. */
  briefer(question: Question, asked: Dialect): boolean {
    if (!asked.lengths || asked.brief || (asked.format !== 'json_schema' && asked.format !== 'tools')) return false;
    this.answered(question);
    this.#tried.set(question, { ...asked, brief: true });
    return true;
  }

  left(question: Question): void {
    if (this.#scout?.question !== question) return;
    this.#scout.end(this.#tried.get(question) ?? null);
    this.#scout = null;
  }
}

function scoutOf(question: Question): Scout {
  let end: Scout['end'] = () => undefined;
  const back = new Promise<Dialect | null>((resolve) => (end = resolve));
  return { question, back, end };
}

/** The result of a promise, or null as soon as the token is cancelled. */
export function orCancelled<T>(promise: Promise<T>, token: CancellationToken): Promise<T | null> {
  return new Promise((resolve) => {
    const listener = token.onCancellationRequested(() => resolve(null));
    void promise.then((value) => {
      listener.dispose();
      resolve(value);
    });
  });
}

/** A limit of tokens that does not fit the context, in the words of vLLM and others. */
const TOO_LARGE = /max_(completion_)?tokens.{0,60}(too large|must be|at most|exceed|less than)|\d+ in the completion/i;

/** The next dialect that the server may understand; null if the refusal has another reason. */
function simpler(dialect: Dialect, problem: HttpProblem, free: boolean): Dialect | null {
  if (problem.status !== 400 && problem.status !== 422) return null;
  const { words, param } = problem;
  if (dialect.limit === 'max_tokens' && /max_completion_tokens/.test(words)) return { ...dialect, limit: 'max_completion_tokens' };
  if (dialect.ownLimit && TOO_LARGE.test(words)) return { ...dialect, ownLimit: false };
  if (dialect.stream && /\bstream/i.test(`${param} ${words}`)) return { ...dialect, stream: false };
  if (dialect.lengths && /(max|min)_?length|any_?of|\broot\b|repetition/i.test(`${param} ${words}`)) return { ...dialect, lengths: false };
  const format = dialect.format === 'tools' ? undefined : formats[formats.indexOf(dialect.format) + 1];
  return free && format && refusesFormat(problem) ? { ...dialect, format } : null;
}

function refusesFormat({ words, param }: HttpProblem): boolean {
  if (/response_?format|json_?schema|json_?object|structured.?output|guided|grammar/i.test(`${param} ${words}`)) return true;
  return (
    param === '' &&
    /unsupported|not support|unknown (field|parameter)|extra (inputs|fields)/i.test(words) &&
    !/temperature|tokens|\bmodel\b|role/i.test(words)
  );
}

/** The `HttpProblem` in an error. The package wraps errors of its `fetch`. */
export function problemIn(error: unknown): HttpProblem | null {
  const cause = error instanceof Error && !(error instanceof HttpProblem) ? error.cause : error;
  return cause instanceof HttpProblem ? cause : null;
}
