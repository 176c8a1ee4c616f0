/** A claim card as HTML without scripts, for pages of cards and for reports. All texts of files are escaped. */
import { xmlText } from '../core/formats/xml.js';
import { t } from '../core/util/l10n.js';
import { type ShownCard, type ShownRow, VERDICT_WORDS } from './claimCard.js';

export function cardHtml({ id, says, verdict, rows }: ShownCard, level: 2 | 3 = 2): string {
  return `<section class="claim-card ${verdict.kind}" aria-label="${xmlText(id)}">
<h${level}>${xmlText(id)}</h${level}>
<p class="says"><code>${xmlText(says)}</code></p>
<p class="verdict"><strong>${xmlText(t(VERDICT_WORDS[verdict.kind]))}</strong>. ${xmlText(verdict.sentence)}</p>
<table>
<thead><tr><th scope="col">${t('Row')}</th><th scope="col">${t('Question')}</th><th scope="col">${t('Answer')}</th></tr></thead>
<tbody>
${rows.map(rowHtml).join('\n')}
</tbody>
</table>
</section>`;
}

function rowHtml({ row, question, state, lines, todo }: ShownRow): string {
  const next = todo === null ? '' : `<p class="todo">${xmlText(todo)}</p>`;
  return `<tr class="${state}"><th scope="row">${xmlText(row)}</th><td>${xmlText(question)}</td><td>${lines
    .map((line) => `<p>${xmlText(line)}</p>`)
    .join('')}${next}</td></tr>`;
}
