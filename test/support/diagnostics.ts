/**
 * The catalogue of diagnostics: scripts/docs/diagnostics.yaml, completed by the cases of the further checks. From it the
 * tests run every example, and scripts/docs.mjs writes docs/diagnostics.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CASES } from '../unit/language/checksCases.js';

/** A text, and the places in it that are marked by ⟦…⟧. */
export interface Marked {
  readonly text: string;
  readonly marks: readonly (readonly [start: number, end: number])[];
}

export type Severity = 'error' | 'warning' | 'info';

export interface Catalogued {
  readonly code: string;
  readonly severity: Severity;
  readonly means: string;
  readonly why: string;
  readonly fix: string | null;
  /** Null where an example would be too long to read: then `made` says how a test makes it. */
  readonly bad: Marked | null;
  readonly good: string | null;
  readonly made: string | null;
  /** Other files that the examples need, by path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Chapter {
  readonly chapter: string;
  readonly intro: string;
  readonly codes: readonly Catalogued[];
}

export interface Catalogue {
  readonly language: readonly Chapter[];
  /** What a run adds in the editor. */
  readonly run: readonly Catalogued[];
  /** Faults that are events of a run: code and meaning. */
  readonly faults: readonly (readonly [code: string, means: string])[];
}

/** An entry as it is written in the file. */
type Written = { readonly [Key in 'severity' | 'means' | 'why' | 'fix' | 'bad' | 'good' | 'made']?: string } & {
  readonly files?: Readonly<Record<string, string>>;
};
type Entries = Readonly<Record<string, Written>>;

export function marked(source: string): Marked {
  const marks: [number, number][] = [];
  let text = '';
  for (const part of source.split(/([⟦⟧])/)) {
    if (part === '⟦') marks.push([text.length, text.length]);
    else if (part === '⟧') (marks.at(-1) as [number, number])[1] = text.length;
    else text += part;
  }
  return { text, marks };
}

export function readCatalogue(root = process.cwd()): Catalogue {
  const read = parse(readFileSync(join(root, 'scripts/docs/diagnostics.yaml'), 'utf8')) as {
    readonly language: readonly { readonly chapter: string; readonly intro: string; readonly codes: Entries }[];
    readonly run: Entries;
    readonly faults: Readonly<Record<string, string>>;
  };
  return {
    language: read.language.map(({ codes, ...chapter }) => ({ ...chapter, codes: entriesOf(codes, true) })),
    run: entriesOf(read.run, false),
    faults: Object.entries(read.faults),
  };
}

const entriesOf = (entries: Entries, withCases: boolean): Catalogued[] =>
  Object.entries(entries).map(([code, written]) =>
    completed(code, written, withCases ? CASES.find((other) => other.code === code) : undefined),
  );

function completed(code: string, written: Written, known: (typeof CASES)[number] | undefined): Catalogued {
  const severity = written.severity ?? known?.severity;
  const means = written.means ?? known?.why;
  if (severity === undefined || means === undefined || written.why === undefined)
    throw new Error(`${code}: the catalogue needs its severity, what it means and why it matters`);
  return {
    code,
    severity: severity as Severity,
    means,
    why: written.why,
    fix: written.fix ?? null,
    bad: written.bad !== undefined ? marked(written.bad) : known ? markedAt(`society: 1\n${known.bad}`, known.at) : null,
    good: written.good ?? (known ? `society: 1\n${known.good}` : null),
    made: written.made ?? null,
    files: written.files ?? {},
  };
}

/** A case names the text that is found. Where the text occurs more than once, the test of the cases selects the occurrence. */
function markedAt(text: string, at: string): Marked {
  const start = at.endsWith('…') || at === '' ? -1 : text.indexOf(at);
  return { text, marks: start < 0 || text.indexOf(at, start + 1) >= 0 ? [] : [[start, start + at.length]] };
}
