/** Problems of a file as short data, and the problems of a text that is not saved. */
import type { Range } from '../../core/util/textPosition.js';
import type { LanguageService } from '../../language/api.js';
import { fileUri } from '../../node/ports.js';
import type { PlacedProblem } from '../../runs/index.js';
import { fileProblems } from './fileProblems.js';
import type { ToolHost } from '../base/host.js';
import { shownSource } from '../base/places.js';

/** The most problems in a result, and the most characters of a message. */
const MOST_PROBLEMS = 20;
const MOST_MESSAGE = 400;

interface ShownFix {
  readonly title: string;
  /** Each replaces a range, from and to as line:column from 1, by a text. */
  readonly edits: readonly { readonly from: string; readonly to: string; readonly text: string }[];
}

interface ShownProblem {
  /** `file:line:column`, from 1. */
  readonly at: string;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly fixes?: readonly ShownFix[];
}

interface ShownProblems {
  readonly errors: number;
  readonly warnings: number;
  readonly problems: readonly ShownProblem[];
  /** Problems that are not listed. */
  readonly more?: number;
}

const ORDER = ['error', 'warning', 'info', 'hint'];

/** Errors first, each with at most two fixes. */
export function shownProblems(host: Pick<ToolHost, 'roots'>, problems: readonly PlacedProblem[]): ShownProblems {
  const count = (severity: string): number => problems.filter((one) => one.severity === severity).length;
  const sorted = problems.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const more = Math.max(0, sorted.length - MOST_PROBLEMS);
  return {
    ...{ errors: count('error'), warnings: count('warning') },
    problems: sorted.slice(0, MOST_PROBLEMS).map((one) => shownProblem(host, one)),
    ...(more > 0 ? { more } : {}),
  };
}

function shownProblem(host: Pick<ToolHost, 'roots'>, { uri, range, severity, code, message, fixes = [] }: PlacedProblem): ShownProblem {
  const shown = fixes
    .slice(0, 2)
    .map(({ title, edits }) => ({ title, edits: edits.map((edit) => ({ ...span(edit.range), text: edit.text })) }));
  return {
    ...{ at: `${shownSource(host, uri)}:${span(range).from}`, severity, code },
    message: message.length > MOST_MESSAGE ? `${message.slice(0, MOST_MESSAGE)}…` : message,
    ...(shown.length > 0 ? { fixes: shown } : {}),
  };
}

const span = ({ start, end }: Range): { readonly from: string; readonly to: string } => ({
  from: `${start.line + 1}:${start.character + 1}`,
  to: `${end.line + 1}:${end.character + 1}`,
});

/** The problems of a text as if a file had it. The file itself, and an open editor of it, are left as they are. */
export async function problemsOfText(language: LanguageService, path: string, text: string): Promise<readonly PlacedProblem[]> {
  const uri = fileUri(path);
  const draft = uri.replace(/\.society$/, '.draft-to-check.society');
  language.set(draft, text);
  try {
    const found = await fileProblems(language, [draft]);
    return found.map((problem) => (problem.uri === draft ? { ...problem, uri } : problem));
  } finally {
    language.close(draft);
  }
}
