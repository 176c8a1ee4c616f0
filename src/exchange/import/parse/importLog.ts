/** The mapping of each field of a source, and its problems. They are data in English, translated where a reader sees them. */
import { translated } from '../../../core/util/recordedText.js';

/** `mapped`: has its own key; `guessed`: has its own key, but is ambiguous; `kept`: below `extra`. */
export type Fate = 'mapped' | 'guessed' | 'kept' | 'dropped';

export interface Note {
  readonly fate: Fate;
  /** Field of the source, as a path. */
  readonly from: string;
  /** Key of the society; empty for a dropped field. */
  readonly to: string;
  readonly why: string;
  /** How often. */
  readonly count: number;
}

export type ImportCode =
  | 'import-format'
  | 'import-syntax'
  | 'import-encoding'
  | 'import-empty'
  | 'import-too-large'
  | 'import-entity'
  | 'import-column'
  | 'import-row'
  | 'import-duplicate'
  | 'import-dangling'
  | 'import-map';

export interface ImportProblem {
  /** With an error, the file is not imported. */
  readonly severity: 'error' | 'warning';
  readonly code: ImportCode;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** A problem in the form of compiler messages, so that terminals and editors find the place, in the language of the reader. */
export const problemLine = ({ severity, file, line, message, code }: ImportProblem): string =>
  `${file}:${line}: ${severity} ${translated(message)} [${code}]`;

export interface Log {
  note(fate: Fate, from: string, to: string, why?: string): void;
  warn(code: ImportCode, file: string, line: number, message: string): void;
  readonly notes: () => readonly Note[];
  readonly problems: () => readonly ImportProblem[];
}

/** The most problems of one kind and file that are listed; further problems are counted. */
const TOLD = 20;

export function createLog(): Log {
  const notes = new Map<string, { fate: Fate; from: string; to: string; why: string; count: number }>();
  const problems: ImportProblem[] = [];
  const more = new Map<string, { code: ImportCode; file: string; line: number; count: number }>();
  return {
    note(fate, from, to, why = '') {
      const key = JSON.stringify([fate, from, to, why]);
      const known = notes.get(key);
      if (known) known.count++;
      else notes.set(key, { fate, from, to, why, count: 1 });
    },
    warn(code, file, line, message) {
      const key = `${code} ${file}`;
      const seen = more.get(key) ?? { code, file, line, count: 0 };
      more.set(key, { ...seen, count: seen.count + 1 });
      if (seen.count < TOLD) problems.push({ severity: 'warning', code, file, line, message });
    },
    notes: () => [...notes.values()],
    problems: () => [
      ...problems,
      ...[...more.values()]
        .filter(({ count }) => count > TOLD)
        .map(({ code, file, line, count }) => ({
          severity: 'warning' as const,
          code,
          file,
          line,
          message: `And ${count - TOLD} more like this.`,
        })),
    ],
  };
}

/** A log that stores nothing. */
export const silentLog: Log = { note: () => undefined, warn: () => undefined, notes: () => [], problems: () => [] };

/** A file that cannot be read at all. */
export class ImportError extends Error {
  constructor(
    readonly code: ImportCode,
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}
