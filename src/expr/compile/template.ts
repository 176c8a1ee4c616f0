/** Prose with `$(…)`: finds its expressions and prints it as text. `$$(` is a plain `$(`. */
import { checkTree } from '../check/check.js';
import { compileNode } from './compile.js';
import { watched } from './provenance.js';
import { type Expression, parseAt, skipSpace } from '../syntax/parse.js';
import { type Code, DEFAULT_STEPS, makeEnv } from '../values/environment.js';
import type { NameTypes } from '../values/types.js';
import { ExprFault, type ExprProblem, print, type Scope } from '../values/value.js';

interface TemplatePart {
  readonly start: number;
  readonly end: number;
  /** Plain text, or the tree of an expression with offsets in the whole template. */
  readonly text: string;
  readonly tree: Expression | null;
}

/** Splits a template. An invalid expression is reported and left out; the other parts are still returned. */
export function splitTemplate(source: string): { parts: TemplatePart[]; errors: ExprProblem[] } {
  const parts: TemplatePart[] = [];
  const errors: ExprProblem[] = [];
  let plain = 0;
  const flush = (end: number): void => {
    if (end > plain) parts.push({ start: plain, end, text: source.slice(plain, end), tree: null });
  };
  for (let at = source.indexOf('$('); at >= 0; at = source.indexOf('$(', at)) {
    if (source[at - 1] === '$') {
      flush(at - 1);
      plain = at;
      at += 2;
      continue;
    }
    flush(at);
    const found = expressionAt(source, at);
    if (found.tree) parts.push({ start: at, end: found.end, text: source.slice(at, found.end), tree: found.tree });
    errors.push(...found.errors);
    plain = found.end;
    at = found.end;
  }
  flush(source.length);
  return { parts, errors };
}

function expressionAt(source: string, at: number): { tree: Expression | null; end: number; errors: readonly ExprProblem[] } {
  const from = at + 2;
  const close = source.indexOf(')', from);
  const unclosed: ExprProblem = { code: 'syntax', message: '`$(` is not closed.', start: at, end: from };
  if (skipSpace(source, from) === close)
    return {
      tree: null,
      end: close + 1,
      errors: [{ code: 'syntax', message: 'An expression is missing here.', start: at, end: close + 1 }],
    };
  const parsed = parseAt(source, from);
  if (!parsed.ok)
    return close < 0 ? { tree: null, end: source.length, errors: [unclosed] } : { tree: null, end: close + 1, errors: parsed.errors };
  const end = skipSpace(source, parsed.end);
  if (source[end] === ')') return { tree: parsed.tree, end: end + 1, errors: [] };
  if (close < 0 || end >= source.length) return { tree: null, end: source.length, errors: [unclosed] };
  return {
    tree: null,
    end: Math.max(close + 1, parsed.end),
    errors: [{ code: 'syntax', message: `\`${source[end] ?? ''}\` does not belong here.`, start: end, end: end + 1 }],
  };
}

type CompiledTemplate =
  | { readonly ok: true; run(scope: Scope, steps?: number): string }
  | { readonly ok: false; readonly errors: readonly ExprProblem[] };

export function compileTemplate(source: string): CompiledTemplate {
  const { parts, errors } = splitTemplate(source);
  if (errors.length > 0) return { ok: false, errors };
  const codes = parts.map((part) => ({ part, code: part.tree ? compileNode(part.tree, []) : null }));
  return {
    ok: true,
    run: (scope, steps = scope.steps ?? DEFAULT_STEPS) => {
      const env = makeEnv(scope, steps);
      try {
        return codes.map(({ part, code }) => (code ? told(code, env, part) : part.text)).join('');
      } finally {
        scope.spent?.(steps - env.left);
      }
    },
  };
}

/** The printed value, or its replacement if it reads something private. */
function told(code: Code, env: ReturnType<typeof makeEnv>, part: TemplatePart): string {
  const { instead } = env.scope;
  if (instead === undefined) return printed(code, env, part);
  const { result, isPrivate } = watched(() => printed(code, env, part));
  return isPrivate ? instead : result;
}

function printed(code: Code, env: ReturnType<typeof makeEnv>, part: TemplatePart): string {
  try {
    return print(code(env), env);
  } catch (error) {
    if (error instanceof ExprFault && error.end === 0) throw new ExprFault(error.code, error.message, part.start, part.end);
    throw error;
  }
}

/** Problems of all expressions in a template. */
export function checkTemplate(source: string, names: NameTypes): ExprProblem[] {
  if (!source.includes('$(')) return [];
  const { parts, errors } = splitTemplate(source);
  return [...errors, ...parts.flatMap((part) => (part.tree ? checkTree(part.tree, names, 'printed').problems : []))];
}
