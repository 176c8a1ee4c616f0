/** Texts of a run's summary, for terminal, panel and report. */
import type { RunSummary, SummaryFinding } from './summary.js';

/** Whether the summary needs a line even if nothing else is printed. */
export const isWrong = ({ expectations, never, lost }: RunSummary): boolean =>
  expectations.some(({ passed }) => passed === false) || [...never, ...lost].some(isWarning);

export const isWarning = ({ level }: SummaryFinding): boolean => level === 'warning';

/** Headings of the two lists. */
export const SUMMARY_HEADS = { never: 'What never happened', lost: 'What was lost' } as const;

/** As in `Expectations: 2 passed, 1 failed`; empty if the file has no expectations. */
function expectationLine({ expectations }: Pick<RunSummary, 'expectations'>): string {
  if (expectations.length === 0) return '';
  const ids = (wanted: boolean | null): readonly string[] => expectations.filter(({ passed }) => passed === wanted).map(({ id }) => id);
  const [passed, failed, open] = [ids(true), ids(false), ids(null)];
  const parts = [
    `${passed.length} passed`,
    `${failed.length} failed${failed.length === 0 ? '' : ` (${failed.join(', ')})`}`,
    ...(open.length === 0 ? [] : [`${open.length} not checked`]),
  ];
  return `Expectations in this run: ${parts.join(', ')}`;
}

/** How many different questions were asked, and how many agents shared one; empty if none did. */
function archetypeLine({ archetypes }: Pick<RunSummary, 'archetypes'>): string {
  if (!archetypes) return '';
  const { shared, of } = archetypes;
  return `Archetypes: ${of} answers to ${of - shared} questions; ${shared} questions were shared`;
}

/** All lines of the summary; empty if there is nothing to report. Warnings come first. */
export function summaryLines(summary: RunSummary): readonly string[] {
  const { never, lost } = summary;
  const list = (head: string, findings: readonly SummaryFinding[]): readonly string[] =>
    findings.length === 0
      ? []
      : [`${head}:`, ...inOrder(findings).map(({ text, level }) => `  ${level === 'warning' ? '!' : '·'} ${text}`)];
  const heads = [expectationLine(summary), archetypeLine(summary)].filter((line) => line !== '');
  return [...heads, ...list(SUMMARY_HEADS.never, never), ...list(SUMMARY_HEADS.lost, lost)];
}

/** Warnings before notes, each in the order of the file. */
export const inOrder = (findings: readonly SummaryFinding[]): readonly SummaryFinding[] => [
  ...findings.filter(isWarning),
  ...findings.filter((one) => !isWarning(one)),
];

/** Short texts of the summary for the panel's line; empty if there is nothing to report. */
export function summaryFacts({ archetypes, expectations, never, lost }: RunSummary): readonly string[] {
  const failed = expectations.filter(({ passed }) => passed === false).length;
  const passed = expectations.filter((one) => one.passed).length;
  return [
    ...(expectations.length > 0 ? [`Expectations: ${passed} passed, ${failed} failed`] : []),
    ...(archetypes ? [`${archetypes.shared} of ${archetypes.of} questions shared`] : []),
    ...(never.length > 0 ? [`${never.length} never happened`] : []),
    ...(lost.length > 0 ? [`${lost.reduce((sum, { count }) => sum + count, 0)} lost`] : []),
  ];
}

/** One line if something is wrong; otherwise empty. */
export function summaryLine(summary: RunSummary): string {
  if (!isWrong(summary)) return '';
  const { expectations, never, lost } = summary;
  const failed = expectations.filter(({ passed }) => passed === false).length;
  const idle = never.filter(isWarning).length;
  const parts = [
    ...(failed > 0 ? [`${failed} of ${expectations.length} expectations failed`] : []),
    ...(idle > 0 ? [`${idle} ${idle === 1 ? 'thing' : 'things'} never happened`] : []),
    ...(lost.some(isWarning) ? [`${lost.filter(isWarning).reduce((sum, { count }) => sum + count, 0)} answers or formulas were lost`] : []),
  ];
  return parts.join('; ');
}
