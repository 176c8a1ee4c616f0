/** A problem in one file, by offsets. Features convert it to the facade's `Diagnostic` as the last step. */
import { t } from '../../core/util/l10n.js';
import type { Range } from '../../core/util/textPosition.js';
import { type Lines, type Offsets, rangeAt } from './lines.js';

export interface OffsetEdit {
  readonly at: Offsets;
  readonly text: string;
}

export interface OffsetFix {
  readonly title: string;
  readonly edits: readonly OffsetEdit[];
  readonly preferred?: boolean;
}

export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Offsets;
  readonly fixes?: readonly OffsetFix[];
  readonly tags?: readonly ['unnecessary'];
  /** For `missing-key`: the missing keys. A base of the entry may have them. */
  readonly missing?: readonly string[];
}

export function errorAt(code: string, message: string, at: Offsets, fixes: readonly OffsetFix[] = []): Problem {
  return { code, severity: 'error', message, at, ...(fixes.length > 0 ? { fixes } : {}) };
}

export function warningAt(code: string, message: string, at: Offsets, fixes: readonly OffsetFix[] = []): Problem {
  return { ...errorAt(code, message, at, fixes), severity: 'warning' };
}

export function infoAt(code: string, message: string, at: Offsets, fixes: readonly OffsetFix[] = []): Problem {
  return { ...errorAt(code, message, at, fixes), severity: 'info' };
}

export const replaceFix = (title: string, at: Offsets, text: string, preferred = true): OffsetFix => ({
  title,
  edits: [{ at, text }],
  preferred,
});

export function toDiagnostic(lines: Lines, problem: Problem): Diagnostic {
  const { code, severity, message, at, fixes, tags } = problem;
  const base = { code, severity, message: t(message), range: rangeAt(lines, at), ...(tags ? { tags } : {}) };
  return fixes ? { ...base, fixes: fixes.map((fix) => toFix(lines, fix)) } : base;
}

function toFix(lines: Lines, fix: OffsetFix): Fix {
  const edits = fix.edits.map(({ at, text }) => ({ range: rangeAt(lines, at), text }));
  return { title: t(fix.title), edits, ...(fix.preferred ? { preferred: true } : {}) };
}

// A problem as an editor shows it, and the edits that fix it.

export type Severity = 'error' | 'warning' | 'info';

export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly preferred?: boolean;
}

export interface Diagnostic {
  /** Stable, listed in docs/diagnostics.md, as in `unknown-id`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly fixes?: readonly Fix[];
  /** Editors show text with the tag `unnecessary` in grey. */
  readonly tags?: readonly ['unnecessary'];
}
