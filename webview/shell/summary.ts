/**
 * The result of a run: one line under the header. It opens the list of expectations that passed, what never happened and what was
 * lost. It is hidden while the run continues, or if there is nothing to show.
 */
import { translated } from '../../src/core/util/recordedText.js';
import type { NodeId } from '../../src/core/util/ids.js';
import type { RunSummary, SummaryExpectation, SummaryFinding } from '../../src/protocol/summary.js';
import { inOrder, isWarning, isWrong, SUMMARY_HEADS, summaryFacts } from '../../src/protocol/summaryText.js';
import { el, linkButton, setText, show, untrusted } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { words } from '../ui/strings.js';
import { t } from '../../src/core/util/l10n.js';

export interface SummaryPane {
  readonly node: HTMLElement;
  update(summary: RunSummary | null): void;
}

export function createSummary(reveal: (node: NodeId) => void): SummaryPane {
  const line = el('span', { class: 'said' });
  const sign = el('span', { class: 'warns' }, icon('warning'));
  const body = el('div', { class: 'cost-body' });
  const details = el(
    'details',
    { class: 'cost summary' },
    el('summary', {}, icon('chevron'), el('span', { class: 'label' }, words.outcome), sign, line),
    body,
  );
  const node = el('section', { attrs: { 'aria-label': words.outcome } }, details);
  let drawn: RunSummary | null = null;
  show(node, false);
  return {
    node,
    update(summary) {
      const facts = summary ? summaryFacts(summary) : [];
      show(node, facts.length > 0);
      if (!summary || summary === drawn || facts.length === 0) return;
      drawn = summary;
      setText(line, facts.join(' · '));
      show(sign, isWrong(summary));
      body.replaceChildren(
        ...expected(summary.expectations, reveal),
        ...findings(t(SUMMARY_HEADS.never), summary.never, reveal),
        ...findings(t(SUMMARY_HEADS.lost), summary.lost, reveal),
      );
    },
  };
}

function expected(list: readonly SummaryExpectation[], reveal: (node: NodeId) => void): readonly HTMLElement[] {
  if (list.length === 0) return [];
  const items = list.map(({ id, at, passed }) =>
    el(
      'li',
      { class: passed === false ? 'wrong' : '' },
      passed === false ? icon('warning') : null,
      untrusted(id),
      ` ${words.passed(passed)} `,
      linkButton(words.showLine, () => reveal(at), 'link needs-editor'),
    ),
  );
  return [el('h2', {}, words.expectations), el('ul', {}, ...items)];
}

function findings(head: string, list: readonly SummaryFinding[], reveal: (node: NodeId) => void): readonly HTMLElement[] {
  if (list.length === 0) return [];
  const items = inOrder(list).map((one) => {
    const { at } = one;
    const text = coded(translated(one.text));
    const link = at === null ? null : linkButton(words.showLine, () => reveal(at), 'link needs-editor');
    return el('li', { class: isWarning(one) ? 'wrong' : '' }, isWarning(one) ? icon('warning') : null, text, link ? ' ' : null, link);
  });
  return [el('h2', {}, head), el('ul', {}, ...items)];
}

/** A sentence in which ids between backticks are formatted as code. */
const coded = (text: string): HTMLElement =>
  el('bdi', {}, ...text.split('`').map((part, i) => (i % 2 === 1 ? el('code', {}, part) : part)));
