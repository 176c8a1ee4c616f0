/** Tables of an experiment: the live table of arms by measures, tables of figures, and the sensitivity of each measure to drawn factors. */
import { el, setText, svg, untrusted } from '../ui/dom.js';
import {
  type ExperimentSensitivity,
  SENSITIVITY_HEADS,
  SENSITIVITY_MEANS,
  sensitivityBasis,
  sensitivityRows,
  sensitivityTitle,
} from '../../src/protocol/sensitivity.js';
import { decimal } from '../ui/format.js';
import { words } from './words.js';
import type { ExperimentCell, ExperimentHead, ExperimentTable } from '../../src/protocol/experiment.js';
import { t } from '../../src/core/util/l10n.js';

// A table of figures with a column of names.

/** A table of figures. The caption is for screen readers. A wide table scrolls, so its frame can have the focus. */
export function figuresTable(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  return el(
    'div',
    { class: 'table-frame', attrs: { tabindex: '0', role: 'group', 'aria-label': caption } },
    el(
      'table',
      { class: 'figures' },
      el('caption', { class: 'unseen' }, untrusted(caption)),
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { attrs: { scope: 'col' } }, head)))),
      el(
        'tbody',
        {},
        ...rows.map(([name = '', ...cells]) =>
          el('tr', {}, el('th', { attrs: { scope: 'row' } }, untrusted(name)), ...cells.map((cell) => el('td', {}, cell))),
        ),
      ),
    ),
  );
}

// The sensitivity of each measure to drawn factors: a table with its source and the meaning of its numbers.

/** The sensitivity tables; empty if there are none. */
export const sensitivityNodes = (all: readonly ExperimentSensitivity[]): readonly HTMLElement[] => [
  ...all.slice(0, 1).map(({ by }) => el('p', { class: 'quiet' }, t(SENSITIVITY_MEANS[by]))),
  ...all.map(sensitivityNode),
];

function sensitivityNode(one: ExperimentSensitivity): HTMLElement {
  const title = sensitivityTitle(one);
  const rows = sensitivityRows(one, decimal, (interval) => words.interval(interval?.low ?? null, interval?.high ?? null));
  return el(
    'article',
    { class: 'comparison', attrs: { 'aria-label': title } },
    el('h3', {}, untrusted(title)),
    el('p', { class: 'quiet' }, sensitivityBasis(one)),
    ...(rows.length > 0
      ? [
          figuresTable(
            title,
            SENSITIVITY_HEADS[one.by].map((head) => t(head)),
            rows,
          ),
        ]
      : []),
  );
}

const WIDTH = 92;
const HEIGHT = 12;

interface Shown {
  set(cell: ExperimentCell | undefined, low: number, high: number): void;
}

export class LiveTable {
  readonly node = el('div', { class: 'table-frame' });
  #head: ExperimentHead | null = null;
  /** The key of the current columns. */
  #built = '';
  #cells: readonly (readonly Shown[])[] = [];

  constructor(readonly open: (arm: number, column: number) => void) {}

  show(head: ExperimentHead, table: ExperimentTable): void {
    const wanted = JSON.stringify([table.rows.length, table.columns]);
    if (head !== this.#head || wanted !== this.#built) this.#build(head, table);
    this.#head = head;
    this.#built = wanted;
    table.columns.forEach((_, c) => {
      const bounds = table.rows.flatMap((row) => [row[c]?.mean, row[c]?.low, row[c]?.high]);
      const there = bounds.filter((value): value is number => value !== null && value !== undefined);
      const [low, high] = [Math.min(...there), Math.max(...there)];
      for (const [a, row] of this.#cells.entries()) row[c]?.set(table.rows[a]?.[c], low, high);
    });
  }

  #build(head: ExperimentHead, { columns, rows: listed }: ExperimentTable): void {
    const titles = columns.map(({ measure, at }) => words.column(measure, at));
    const rows = head.arms.slice(0, listed.length).map(({ id }, a) => {
      const cells = titles.map((title, c) => cellOf(id, title, () => this.open(a, c)));
      const row = el('tr', {}, el('th', { attrs: { scope: 'row' } }, untrusted(id)), ...cells.map(({ node }) => el('td', {}, node)));
      return { row, cells };
    });
    this.#cells = rows.map(({ cells }) => cells);
    const heads = [words.armHead, ...titles].map((title) => el('th', { attrs: { scope: 'col' } }, untrusted(title)));
    this.node.replaceChildren(
      el(
        'table',
        { class: 'live' },
        el('caption', { class: 'unseen' }, words.tableHead),
        el('thead', {}, el('tr', {}, ...heads)),
        el('tbody', {}, ...rows.map(({ row }) => row)),
      ),
      ...(head.arms.length > listed.length ? [el('p', { class: 'quiet' }, words.moreArms(head.arms.length - listed.length))] : []),
    );
  }
}

function cellOf(arm: string, title: string, open: () => void): Shown & { readonly node: HTMLElement } {
  const mean = el('span', { class: 'number' });
  const range = el('span', { class: 'quiet range' });
  const n = el('span', { class: 'quiet n' });
  const line = svg('line', { class: 'whisker', y1: HEIGHT / 2, y2: HEIGHT / 2 });
  const dot = svg('circle', { class: 'mean', cy: HEIGHT / 2, r: 3 });
  const picture = svg(
    'svg',
    { class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, 'aria-hidden': 'true' },
    line,
    dot,
  );
  const node = el(
    'button',
    { class: 'cell', attrs: { type: 'button' }, on: { click: open } },
    mean,
    ' ',
    range,
    ' ',
    picture as unknown as Node,
    n,
  );
  return {
    node,
    set(cell, low, high) {
      const { n: runs = 0, mean: value = null, low: from = null, high: to = null } = cell ?? {};
      const at = (one: number): string => String(high > low ? 4 + ((one - low) / (high - low)) * (WIDTH - 8) : WIDTH / 2);
      const [shown, interval] = [decimal(value), words.interval(from, to)];
      setText(mean, shown);
      setText(range, interval);
      setText(n, words.n(runs));
      node.setAttribute('aria-label', words.cell(arm, title, shown, interval, runs));
      node.toggleAttribute('disabled', runs === 0);
      picture.classList.toggle('none', value === null);
      if (value === null) return;
      dot.setAttribute('cx', at(value));
      line.setAttribute('x1', at(from ?? value));
      line.setAttribute('x2', at(to ?? value));
    },
  };
}
