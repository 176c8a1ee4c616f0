/** A finding as an editor shows it, and the edits that repair it. */
import type { Range } from '../../core/util/textPosition.js';

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
  /** How it looks: what is `unnecessary` is greyed out. */
  readonly tags?: readonly ['unnecessary'];
}
