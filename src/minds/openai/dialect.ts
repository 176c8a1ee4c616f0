/**
 * What an endpoint understands is found out by asking: in the strongest way first, and in a simpler one where it refuses
 * that. Each question is tried down for itself; only what was answered is remembered for all.
 */
import type { Question } from '../../engine/question.js';
import { HttpProblem } from './endpoint.js';
import { formats, type Dialect } from './request.js';

export class Dialects {
  #known: Dialect;
  readonly #tried = new WeakMap<Question, Dialect>();

  /** `free`: the file does not say in which format answers are asked for. */
  constructor(
    start: Dialect,
    readonly free: boolean,
  ) {
    this.#known = start;
  }

  /** How to ask this question now. */
  of(question: Question): Dialect {
    return this.#tried.get(question) ?? this.#known;
  }

  answered(question: Question): void {
    this.#known = this.#tried.get(question) ?? this.#known;
  }

  /** Whether there is another way to ask, after this refusal; the question is asked in it from now on. */
  refused(question: Question, problem: HttpProblem): boolean {
    const next = simpler(this.of(question), problem, this.free);
    if (next) this.#tried.set(question, next);
    return next !== null;
  }
}

/** The next dialect that the server may understand; null where the refusal is about something else. */
function simpler(dialect: Dialect, problem: HttpProblem, free: boolean): Dialect | null {
  if (problem.status !== 400 && problem.status !== 422) return null;
  const { words, param } = problem;
  if (dialect.limit === 'max_tokens' && /max_completion_tokens/.test(words)) return { ...dialect, limit: 'max_completion_tokens' };
  if (dialect.stream && /\bstream/i.test(`${param} ${words}`)) return { ...dialect, stream: false };
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

/** The package wraps what its `fetch` throws. */
export function problemIn(error: unknown): HttpProblem | null {
  const cause = error instanceof Error && !(error instanceof HttpProblem) ? error.cause : error;
  return cause instanceof HttpProblem ? cause : null;
}
