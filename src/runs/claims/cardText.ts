/** A card as plain text, and as a page without scripts. All texts of files are escaped there. */
import { xmlText } from '../../core/formats/xml.js';
import type { CardRow, ClaimCard, RowName } from './card.js';
import { VERDICT_WORDS } from './verdict.js';

/** The question that each row answers. */
const ROW_QUESTIONS: { readonly [R in RowName]: string } = {
  effect: 'How large is it?',
  chance: 'Could it be luck?',
  null: 'Does it need agents that choose, hear and remember?',
  power: 'Were there enough runs?',
  equivalence: 'Or is there really no difference?',
  wording: 'Does it depend on the wording?',
  model: 'Does it depend on the model?',
  parts: 'Which part carries it?',
  leading: 'Do texts lead agents to it?',
  awareness: 'Do agents recognise the study?',
  variety: 'Do agents differ, and follow others?',
  people: 'Does it resemble people?',
  cost: 'What did this cost?',
};

/** The width of the names of rows. */
const WIDTH = 13;

export function cardText({ claim, verdict, rows }: ClaimCard): string {
  const head = [`${claim.id}: ${claim.says}`, `  ${VERDICT_WORDS[verdict.kind].toUpperCase()}. ${verdict.sentence}`];
  return [...head, ...rows.flatMap(rowLines)].join('\n');
}

function rowLines({ row, state, lines, todo }: CardRow): readonly string[] {
  const shown = [...(lines.length === 0 ? [EMPTY[state]] : lines), ...(todo === null ? [] : [`→ ${todo}`])];
  return shown.map((line, i) => `  ${(i === 0 ? row : '').padEnd(WIDTH)}${line}`);
}

const EMPTY: { readonly [S in CardRow['state']]: string } = { filled: '', unpaid: 'not played', absent: 'nothing to examine' };

/** The page of all cards of a file. It needs no network and no script. `speakers`: the minds that spoke. */
export function cardsPage(title: string, cards: readonly ClaimCard[], speakers: string): string {
  const escaped = xmlText(title);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Claims of ${escaped}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Claims of ${escaped}</h1>
<p>Synthetic data. Minds: ${xmlText(speakers)}.</p>
${cards.map(cardSection).join('\n')}
</main>
</body>
</html>
`;
}

function cardSection({ claim, verdict, rows }: ClaimCard): string {
  return `<section class="${verdict.kind}">
<h2>${xmlText(claim.id)}</h2>
<p class="says"><code>${xmlText(claim.says)}</code></p>
<p class="verdict"><strong>${xmlText(VERDICT_WORDS[verdict.kind])}</strong>. ${xmlText(verdict.sentence)}</p>
<table>
<thead><tr><th scope="col">Row</th><th scope="col">Question</th><th scope="col">Answer</th></tr></thead>
<tbody>
${rows.map(rowHtml).join('\n')}
</tbody>
</table>
</section>`;
}

function rowHtml({ row, state, lines, todo }: CardRow): string {
  const shown = lines.length === 0 ? [EMPTY[state]] : lines;
  const next = todo === null ? '' : `<p class="todo">${xmlText(todo)}</p>`;
  return `<tr class="${state}"><th scope="row">${row}</th><td>${xmlText(ROW_QUESTIONS[row])}</td><td>${shown
    .map((line) => `<p>${xmlText(line)}</p>`)
    .join('')}${next}</td></tr>`;
}

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0}main{max-width:60rem;margin:0 auto;padding:1rem}
section{border:1px solid GrayText;border-left-width:6px;border-radius:4px;padding:.5rem 1rem;margin:1rem 0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-top:1px solid GrayText}
td p{margin:0}td:nth-child(2){width:26%}.todo::before{content:"→ "}h2{font-size:1.1rem;margin:.5rem 0}`;
