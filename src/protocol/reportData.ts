/** Data of a report that the panel does not show. */

export interface ReportedExpectation {
  readonly id: string;
  /** The expected formula; empty if the file no longer has it. */
  readonly that: string;
  /** As in `8 of 10 seeds`; null if it must hold in one run. */
  readonly in: string | null;
  /** Whether it held in this run; null if it was not checked, as in a run that did not end. */
  readonly held: boolean | null;
  /** The margin, if it is tested over seeds. */
  readonly margin: number | null;
  /** A text that says that it is as frozen, or why it is post hoc. */
  readonly standing: string;
  /** The reason for the expectation; empty if the file has none. */
  readonly because: string;
}
