/** Texts of a run's summary, for terminal, panel and report. */
import { translated } from '../core/util/recordedText.js';
import type { RunSummary, SummaryFinding } from './summary.js';
import { marked, t } from '../core/util/l10n.js';

/** Whether the summary needs a line even if nothing else is printed. */
export const isWrong = ({ expectations, never, lost }: RunSummary): boolean =>
  expectations.some(({ passed }) => passed === false) || [...never, ...lost].some(isWarning);

export const isWarning = ({ level }: SummaryFinding): boolean => level === 'warning';

/** Headings of the two lists. */
export const SUMMARY_HEADS = { never: marked('What never happened'), lost: marked('What was lost') } as const;

/** As in `Expectations: 2 passed, 1 failed`; empty if the file has no expectations. */
function expectationLine({ expectations }: Pick<RunSummary, 'expectations'>): string {
  if (expectations.length === 0) return '';
  const ids = (wanted: boolean | null): readonly string[] => expectations.filter(({ passed }) => passed === wanted).map(({ id }) => id);
  const [passed, failed, open] = [ids(true), ids(false), ids(null)];
  const parts = [
    t('{0} passed', passed.length),
    t('{0} failed{1}', failed.length, failed.length === 0 ? '' : ` (${failed.join(', ')})`),
    ...(open.length === 0 ? [] : [t('{0} not checked', open.length)]),
  ];
  return t('Expectations in this run: {0}', parts.join(', '));
}

/** How many different questions were asked, and how many agents shared one; empty if none did. */
function archetypeLine({ archetypes }: Pick<RunSummary, 'archetypes'>): string {
  if (!archetypes) return '';
  const { shared, of } = archetypes;
  return t('Archetypes: {0} answers to {1} questions; {2} questions were shared', of, of - shared, shared);
}

/** All lines of the summary; empty if there is nothing to report. Warnings come first. */
export function summaryLines(summary: RunSummary): readonly string[] {
  const { never, lost } = summary;
  const list = (head: string, findings: readonly SummaryFinding[]): readonly string[] =>
    findings.length === 0
      ? []
      : [`${t(head)}:`, ...inOrder(findings).map(({ text, level }) => `  ${level === 'warning' ? '!' : '·'} ${translated(text)}`)];
  const heads = [expectationLine(summary), archetypeLine(summary)].filter((line) => line !== '');
  return [...heads, ...list(SUMMARY_HEADS.never, never), ...list(SUMMARY_HEADS.lost, lost)];
}

/** Warnings before notes, each in the order of the file. */
export const inOrder = (findings: readonly SummaryFinding[]): readonly SummaryFinding[] => [
  ...findings.filter(isWarning),
  ...findings.filter((one) => !isWarning(one)),
];

const neverWords = (count: number): string => t(count === 1 ? '{0} thing never happened' : '{0} things never happened', count);

/** Short texts of the summary for the panel's line; empty if there is nothing to report. */
export function summaryFacts({ archetypes, expectations, never, lost }: RunSummary): readonly string[] {
  const failed = expectations.filter(({ passed }) => passed === false).length;
  const passed = expectations.filter((one) => one.passed).length;
  return [
    ...(expectations.length > 0 ? [t('Expectations: {0} passed, {1} failed', passed, failed)] : []),
    ...(archetypes ? [t('{0} of {1} questions shared', archetypes.shared, archetypes.of)] : []),
    ...(never.length > 0 ? [neverWords(never.length)] : []),
    ...(lost.length > 0
      ? [
          t(
            '{0} answers or formulas were lost',
            lost.reduce((sum, { count }) => sum + count, 0),
          ),
        ]
      : []),
  ];
}

/** One line if something is wrong; otherwise empty. */
export function summaryLine(summary: RunSummary): string {
  if (!isWrong(summary)) return '';
  const { expectations, never, lost } = summary;
  const failed = expectations.filter(({ passed }) => passed === false).length;
  const idle = never.filter(isWarning).length;
  const parts = [
    ...(failed > 0 ? [t('{0} of {1} expectations failed', failed, expectations.length)] : []),
    ...(idle > 0 ? [neverWords(idle)] : []),
    ...(lost.some(isWarning)
      ? [
          t(
            '{0} answers or formulas were lost',
            lost.filter(isWarning).reduce((sum, { count }) => sum + count, 0),
          ),
        ]
      : []),
  ];
  return parts.join('; ');
}
