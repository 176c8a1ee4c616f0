/**
 * A run as one file that any browser opens without a network: the panel and the data of the run. Text only; the host or the
 * command line creates it.
 */
import { cardHtml } from '../../src/protocol/cardHtml.js';
import { type ShownCard, verdictCounts } from '../../src/protocol/claimCard.js';
import type { ShownOutside } from '../../src/protocol/outside.js';
import { outsideHtml } from '../../src/protocol/outsideHtml.js';
import type { ReportedExpectation } from '../../src/protocol/reportData.js';
import { decimal } from '../ui/format.js';
import { escapeHtml, languageTag, translationsScript } from '../ui/html.js';
import type { PanelSnapshot } from '../../src/protocol/course.js';
import { words } from '../ui/strings.js';
import { t } from '../../src/core/util/l10n.js';

interface ReportParts {
  readonly snapshot: PanelSnapshot;
  /** The start time of the run as ISO 8601, and the description in its file; empty if unknown. */
  readonly created: string;
  readonly description: string;
  /** The expectations of the run. */
  readonly expected: readonly ReportedExpectation[];
  /** The claim cards of these expectations, as they were kept; empty if they were not verified. */
  readonly cards: readonly ShownCard[];
  /** The run next to the data from outside that its scenario names; empty if it names none. */
  readonly outside: ShownOutside;
  /** The built script and style sheet of the report. */
  readonly script: string;
  readonly style: string;
  /** SHA-256 of a text, in base64. */
  readonly hash: (text: string) => string;
}

/** The page of a report. Its policy allows only this script and style, by their hashes, so texts of the run cannot execute anything. */
export function reportHtml({ snapshot, created, description, expected, cards, outside, script, style, hash }: ReportParts): string {
  const code = translationsScript() + script;
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash(code)}'`,
    // The controls insert an empty style, which its hash allows.
    `style-src 'sha256-${hash(style)}' 'sha256-${hash('')}'`,
    'img-src data: blob:',
    'worker-src blob:',
  ].join('; ');
  const { run } = snapshot;
  return `<!DOCTYPE html>
<html lang="${languageTag()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(run.title)}</title>
<style>${style}</style>
</head>
<body class="report">
${headHtml({ title: `${run.title}, ${run.scenario}`, created, description })}${expectedHtml(expected)}${claimsHtml(cards)}${outsideDataHtml(outside)}<div id="root"><h1>${escapeHtml(run.title)}</h1><p>${escapeHtml(words.provenance(run.scenario, run))}</p><noscript><p>${escapeHtml(words.needsScript)}</p></noscript></div>
<script type="application/json" id="snapshot">${embedded(snapshot)}</script>
<script>${code}</script>
</body>
</html>
`;
}

/** The head of the report: title, date and description. */
function headHtml({
  title,
  created,
  description,
}: {
  readonly title: string;
  readonly created: string;
  readonly description: string;
}): string {
  const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(created) ? `${created.slice(0, 10)} ${created.slice(11, 16)} UTC` : '';
  const about = description.trim() === '' ? '' : `<p>${escapeHtml(description.trim())}</p>`;
  return `<section class="report-head" aria-label="${escapeHtml(words.reportHead)}"><p><strong>${escapeHtml(title)}</strong>${date === '' ? '' : ` <span class="quiet">${date}</span>`}</p>${about}</section>\n`;
}

/** JSON for the inside of an element. No text in it can end the element. */
const embedded = (snapshot: PanelSnapshot): string => JSON.stringify(snapshot).replaceAll('<', '\\u003c');

// The table of expectations in the report. It is plain HTML, so it is visible without scripts.

const HEADS = [t('Expectation'), t('Condition'), t('Required'), t('In this run'), t('Margin'), t('Registered')] as const;

const RESULTS = new Map([
  [true, t('passed')],
  [false, t('failed')],
]);

/** The table of expectations; empty if there are none. */
function expectedHtml(expected: readonly ReportedExpectation[]): string {
  if (expected.length === 0) return '';
  const held = expected.filter((one) => one.held).length;
  const looked = expected.filter((one) => one.held !== null).length;
  const heads = HEADS.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('');
  return `<details class="expected" open>
<summary>${t('Expectations: {0} of {1} passed in this run', held, looked)}</summary>
<div class="expected-frame" tabindex="0" role="region" aria-label="${t('Expectations')}"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${expected.map(rowOf).join('\n')}
</tbody>
</table></div>
</details>
`;
}

/** The claim cards; empty if there are none. Like the table of expectations, visible without scripts. */
function claimsHtml(cards: readonly ShownCard[]): string {
  if (cards.length === 0) return '';
  const minds = [...new Set(cards.map((card) => card.minds))].join('; ');
  return `<details class="claims">
<summary>${escapeHtml(t('Over all seeds, {0}', verdictCounts(cards, t)))}</summary>
<div class="claims-frame" tabindex="0" role="region" aria-label="${t('Claims')}"><p class="quiet">${escapeHtml(t('Synthetic data. Minds: {0}.', minds))}</p>
${cards.map((card) => cardHtml(card)).join('\n')}
</div>
</details>
`;
}

/** The comparison with people and networks; empty if the scenario names no data. Visible without scripts too. */
function outsideDataHtml({ sections, problems }: ShownOutside): string {
  if (sections.length + problems.length === 0) return '';
  const lines = problems.map((problem) => `<p class="broken">${escapeHtml(problem)}</p>`);
  return `<details class="outside">
<summary>${escapeHtml(t('Compared with people and networks: {0}', sections.map(({ id }) => id).join(', ') || '–'))}</summary>
<div class="outside-frame" tabindex="0" role="region" aria-label="${escapeHtml(t('Comparison with people and networks'))}">${lines.join('')}
${sections.map(outsideHtml).join('\n')}
</div>
</details>
`;
}

function rowOf({ id, that, in: odds, held, margin, standing, because }: ReportedExpectation): string {
  const result = held === null ? t('not checked') : RESULTS.get(held)!;
  const why = because === '' ? '' : `<br><span class="quiet">${escapeHtml(because)}</span>`;
  const cells = [
    that === '' ? '' : `<code>${escapeHtml(that)}</code>${why}`,
    escapeHtml(that === '' ? '' : (odds ?? t('its one run'))),
    held === false ? `<span class="broken">${result}</span>` : result,
    margin === null ? '–' : escapeHtml(decimal(margin)),
    escapeHtml(standing),
  ];
  return `<tr><th scope="row">${escapeHtml(id)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
