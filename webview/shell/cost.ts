/**
 * The cost of language models: one line under the header with the spent and the expected amount. It opens a list of models and
 * their addresses, and tables by purpose, line of the file and agent. It is hidden if the run has no cost.
 */
import type { NodeId } from '../../src/core/util/ids.js';
import type { PanelCost, PanelCostRow, PanelCostTable } from '../../src/protocol/panelRequests.js';
import { el, linkButton, setText, show, untrusted } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { labelText } from '../state/names.js';
import { group } from '../ui/format.js';
import { words } from '../ui/strings.js';

export interface CostPane {
  readonly node: HTMLElement;
  update(cost: PanelCost | null): void;
}

interface CostEvents {
  readonly reveal: (node: NodeId) => void;
  readonly open: (open: boolean) => void;
}

export function createCost(open: boolean, events: CostEvents): CostPane {
  const line = el('span', { class: 'number' });
  const body = el('div', { class: 'cost-body' });
  const details = el(
    'details',
    { class: 'cost' },
    el('summary', {}, icon('chevron'), el('span', { class: 'label' }, words.cost), line),
    body,
  );
  const node = el('section', { attrs: { 'aria-label': words.cost } }, details);
  let cost: PanelCost | null = null;
  let drawn: PanelCost | null = null;
  const draw = (): void => {
    if (!cost || !details.open || cost === drawn) return;
    drawn = cost;
    const focused = body.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['row'] : undefined;
    body.replaceChildren(...facts(cost), ...tables(cost, events.reveal));
    if (focused !== undefined) focus(body, focused);
  };
  details.open = open;
  details.addEventListener('toggle', () => {
    draw();
    events.open(details.open);
  });
  show(node, false);
  return {
    node,
    update(now) {
      cost = now;
      show(node, now !== null);
      if (now) setText(line, words.costLine(now));
      draw();
    },
  };
}

/** The keyboard focus stays in its row of the tables while the run continues. */
function focus(body: HTMLElement, row: string): void {
  for (const button of body.querySelectorAll('button')) if (button.dataset['row'] === row) button.focus({ preventScroll: true });
}

function facts({ egress, budget, unsure, unnamed }: PanelCost): HTMLElement[] {
  const lines = [
    ...egress,
    ...(budget === '' ? [] : [words.budget(budget)]),
    ...(unsure === 0 ? [] : [words.unsure(unsure)]),
    ...(unnamed === 0 ? [] : [words.unnamed(unnamed)]),
  ];
  return lines.map((line) => el('p', { class: 'cost-fact', attrs: { dir: 'auto' } }, line));
}

function tables({ tables: all, spent }: PanelCost, reveal: CostEvents['reveal']): HTMLElement[] {
  if (spent.calls === 0) return [el('p', { class: 'cost-fact' }, words.nothingSpent)];
  return [el('div', { class: 'cost-tables' }, ...all.map((one) => tableOf(one, reveal)))];
}

function tableOf({ of, rows, more }: PanelCostTable, reveal: CostEvents['reveal']): HTMLElement {
  const columns = words.costColumns.map((name) => el('th', { attrs: { scope: 'col' } }, name));
  const head = el('tr', {}, el('th', { attrs: { scope: 'col' } }, words.costBy(of)), ...columns);
  const rest = more === 0 ? [] : [el('tr', {}, el('td', { class: 'more', attrs: { colspan: '5' } }, words.more(more)))];
  return el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows.map((row) => rowOf(of, row, reveal)), ...rest));
}

function rowOf(
  of: PanelCostTable['of'],
  { label, node, calls, input, output, money }: PanelCostRow,
  reveal: CostEvents['reveal'],
): HTMLElement {
  const name = label === '' ? words.outside : of === 'agent' ? labelText(label) : label;
  const button = node === null ? untrusted(name) : linkButton('', () => reveal(node));
  if (node !== null) {
    button.title = words.reveal;
    button.dataset['row'] = `${of} ${node}`;
    button.append(untrusted(name));
  }
  const numbers = [group(calls), group(input), group(output), money === '' ? words.noPrice : money];
  return el('tr', {}, el('th', { attrs: { scope: 'row' } }, button), ...numbers.map((text) => el('td', { class: 'number' }, text)));
}
