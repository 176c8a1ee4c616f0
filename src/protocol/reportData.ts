/** Data of a report that the panel does not show. */

export interface ReportedExpectation {
  readonly id: string;
  /** The formula that has to hold; empty where the file has it no more. */
  readonly that: string;
  /** As in `8 of 10 seeds`; null where it has to hold in the one run. */
  readonly in: string | null;
  /** Whether it held in this run; null where that was not looked at, as in a run that did not end. */
  readonly held: boolean | null;
  /** By how much, where that is judged over seeds. */
  readonly margin: number | null;
  /** As frozen, or why it is post hoc, in words. */
  readonly standing: string;
  /** Why it is expected; empty where the file says nothing. */
  readonly because: string;
}
