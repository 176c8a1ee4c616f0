/** A card in words, as plain text, and as a page without scripts. All texts of files are escaped there. */
import { xmlText } from '../../core/formats/xml.js';
import { shownMinds } from '../../core/mindLabels.js';
import { t } from '../../core/util/l10n.js';
import { cardHtml } from '../../protocol/cardHtml.js';
import { type ShownCard, type ShownRow, VERDICT_WORDS } from '../../protocol/claimCard.js';
import type { CardRow, ClaimCard, RowName } from './card.js';
import { translatedCard } from './translatedCard.js';

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

const EMPTY: { readonly [S in CardRow['state']]: string } = { filled: '', unpaid: 'not played', absent: 'nothing to examine' };

/** `minds`: the minds that spoke in its runs, as text. */
export const shownCard = ({ claim, verdict, rows }: ClaimCard, minds: string): ShownCard => ({
  ...{ id: claim.id, under: claim.kind === 'expectation' ? claim.scenario : claim.experiment, says: claim.says, verdict, minds },
  rows: rows.map(({ row, state, lines, todo }) => ({
    ...{ row, question: ROW_QUESTIONS[row], state, todo },
    lines: lines.length === 0 ? [EMPTY[state]] : lines,
  })),
});

/** The width of the names of rows. */
const WIDTH = 13;

export function cardText(card: ShownCard): string {
  const { id, says, verdict, rows } = translatedCard(card);
  const head = [`${id}: ${says}`, `  ${t(VERDICT_WORDS[verdict.kind]).toUpperCase()}. ${verdict.sentence}`];
  return [...head, ...rows.flatMap(rowLines)].join('\n');
}

function rowLines({ row, lines, todo }: ShownRow): readonly string[] {
  const shown = [...lines, ...(todo === null ? [] : [`→ ${todo}`])];
  return shown.map((line, i) => `  ${(i === 0 ? row : '').padEnd(WIDTH)}${line}`);
}

/** The page of all cards of a file. It needs no network and no script. `speakers`: the minds that spoke. */
export function cardsPage(title: string, cards: readonly ShownCard[], speakers: string): string {
  const escaped = xmlText(title);
  return `<!DOCTYPE html>
<html lang="${t('en')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t('Claims of {0}', escaped)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${t('Claims of {0}', escaped)}</h1>
<p>${t('Synthetic data. Minds: {0}.', xmlText(shownMinds(speakers)))}</p>
${cards.map((card) => cardHtml(translatedCard(card))).join('\n')}
</main>
</body>
</html>
`;
}

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0}main{max-width:60rem;margin:0 auto;padding:1rem}
section{border:1px solid GrayText;border-left-width:6px;border-radius:4px;padding:.5rem 1rem;margin:1rem 0}
table{border-collapse:collapse;width:100%}code{overflow-wrap:anywhere}td p{overflow-wrap:anywhere}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-top:1px solid GrayText}
td p{margin:0}td:nth-child(2){width:26%}.todo::before{content:"→ "}h2{font-size:1.1rem;margin:.5rem 0}`;
