/** The table of what was expected of a run, in its report: plain HTML, which is there without a script as well. */
import type { ReportedExpectation } from '../../src/protocol/reportData.js';
import { decimal } from '../ui/format.js';
import { escapeHtml } from '../ui/html.js';

const HEADS = ['Expectation', 'Condition', 'Required', 'In this run', 'Margin', 'Registered'] as const;

const RESULTS = new Map([
  [true, 'passed'],
  [false, 'failed'],
]);

/** Empty where nothing was expected. */
export function expectedHtml(expected: readonly ReportedExpectation[]): string {
  if (expected.length === 0) return '';
  const held = expected.filter((one) => one.held).length;
  const looked = expected.filter((one) => one.held !== null).length;
  const heads = HEADS.map((head) => `<th scope="col">${head}</th>`).join('');
  return `<details class="expected" open>
<summary>Expectations: ${held} of ${looked} passed in this run</summary>
<div class="expected-frame" tabindex="0" role="region" aria-label="Expectations"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${expected.map(rowOf).join('\n')}
</tbody>
</table></div>
</details>
`;
}

function rowOf({ id, that, in: odds, held, margin, standing, because }: ReportedExpectation): string {
  const result = held === null ? 'not checked' : RESULTS.get(held)!;
  const why = because === '' ? '' : `<br><span class="quiet">${escapeHtml(because)}</span>`;
  const cells = [
    that === '' ? '' : `<code>${escapeHtml(that)}</code>${why}`,
    escapeHtml(that === '' ? '' : (odds ?? 'its one run')),
    held === false ? `<span class="broken">${result}</span>` : result,
    margin === null ? '–' : escapeHtml(decimal(margin)),
    escapeHtml(standing),
  ];
  return `<tr><th scope="row">${escapeHtml(id)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
