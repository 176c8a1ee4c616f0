/** Results of tests in the XML that continuous integration reads (the JUnit format as documented by Jenkins and GitLab). */

import { xmlText } from '../../core/formats/xml.js';
import { isUpheld, type ShownCard, verdictWords } from '../../protocol/claimCard.js';

/** One expectation. */
export interface Case {
  readonly suite: string;
  readonly name: string;
  /** File and line. */
  readonly place: string;
  readonly expected: string;
  /** Seeds in which it held, seeds in which it failed, and seeds whose run did not end. */
  readonly held: readonly number[];
  readonly broken: readonly number[];
  readonly lost: readonly number[];
  readonly least: number | null;
  readonly of: number;
  /** Why it failed; null where it did not. */
  readonly failure: string | null;
  /** How it compares with the frozen expectation; null where nothing was frozen. */
  readonly standing: string | null;
  /** Folders of its runs, where they are kept. */
  readonly runs: readonly string[];
}

export function junit(cases: readonly Case[]): string {
  const suites = [...new Set(cases.map(({ suite }) => suite))].map((suite) =>
    suiteXml(
      suite,
      cases.filter((one) => one.suite === suite),
    ),
  );
  const failures = cases.filter(({ failure }) => failure !== null).length;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="society" tests="${cases.length}" failures="${failures}">
${suites.join('\n')}
</testsuites>
`;
}

function suiteXml(name: string, cases: readonly Case[]): string {
  const failures = cases.filter(({ failure }) => failure !== null).length;
  return `  <testsuite name="${xmlText(name)}" tests="${cases.length}" failures="${failures}">
${cases.map(caseXml).join('\n')}
  </testsuite>`;
}

function caseXml({ suite, name, place, expected, failure, standing }: Case): string {
  const [file = '', line = ''] = place.split(/:(?=[0-9]+$)/);
  const head = `    <testcase classname="${xmlText(suite)}" name="${xmlText(name)}" file="${xmlText(file)}" line="${xmlText(line)}"`;
  const parts = [
    ...(failure === null ? [] : [`<failure message="${xmlText(failure)}">${xmlText(`${expected}\n${place}`)}</failure>`]),
    ...(standing === null ? [] : [`<system-out>${xmlText(standing)}</system-out>`]),
  ];
  return parts.length === 0 ? `${head}/>` : `${head}>\n      ${parts.join('\n      ')}\n    </testcase>`;
}

/** Claim cards as tests of one suite: a claim that neither holds nor is equivalent is a failure, with its card as output. */
export function claimsJunit(file: string, cards: readonly ShownCard[]): string {
  const failures = cards.filter(({ verdict }) => !isUpheld(verdict.kind)).length;
  const cases = cards.map(({ id, says, verdict, rows }) => {
    const said = verdictWords(verdict);
    const failure = isUpheld(verdict.kind) ? '' : `<failure message="${xmlText(said)}">${xmlText(says)}</failure>`;
    const output = rows.flatMap(({ row, lines }) => lines.map((line) => `${row}: ${line}`)).join('\n');
    return `    <testcase classname="${xmlText(file)}" name="${xmlText(id)}">${failure}<system-out>${xmlText(`${said}\n${output}`)}</system-out></testcase>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="society" tests="${cards.length}" failures="${failures}">
  <testsuite name="${xmlText(file)}" tests="${cards.length}" failures="${failures}">
${cases.join('\n')}
  </testsuite>
</testsuites>
`;
}
