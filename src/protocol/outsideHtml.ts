/** The comparison of a run with people and networks as HTML without scripts, for reports. All texts of files are escaped. */
import { xmlText } from '../core/formats/xml.js';
import { t } from '../core/util/l10n.js';
import { matchWords, OUTSIDE_HEADS, type OutsideSection } from './outside.js';

export function outsideHtml({ id, kind, about, summary, rows, notes, text }: OutsideSection): string {
  const title = xmlText(id);
  const heads = OUTSIDE_HEADS[kind].map((head) => `<th scope="col">${xmlText(t(head))}</th>`).join('');
  const lines = rows.map(({ figure, cells, isMatch }) => {
    const values = [matchWords(kind, isMatch), ...cells].map((cell) => `<td>${xmlText(cell)}</td>`).join('');
    return `<tr class="${isMatch === false ? 'differs' : ''}"><th scope="row">${xmlText(figure)}</th>${values}</tr>`;
  });
  return `<section class="outside-data" aria-label="${title}">
<h2>${title}</h2>
<p class="quiet">${xmlText(about)}</p>
<p><strong>${xmlText(summary)}</strong></p>
<div class="outside-table" tabindex="0" role="group" aria-label="${title}"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>
${notes.length === 0 ? '' : `<ul>${notes.map((note) => `<li>${xmlText(note)}</li>`).join('')}</ul>\n`}<details><summary>${xmlText(t('All figures as text'))}</summary><pre tabindex="0">${xmlText(text)}</pre></details>
</section>`;
}
