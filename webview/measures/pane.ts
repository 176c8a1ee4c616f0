/** Measures, rewards, answers, variables and distributions of the run: one card each, with chart, definition and table. */
import { el, keepingFocus, linkButton, setText, show, untrusted } from '../ui/dom.js';
import { atMostEvery } from '../ui/frame.js';
import type { PanelModel } from '../state/model.js';
import { checkbox } from '../ui/toolkit.js';
import { figure } from '../ui/format.js';
import { words } from '../ui/strings.js';
import type { Card, Section, Table } from './cards.js';
import { csvOf } from './cards.js';
import { barChart, type LineChart, lineChart, logChart, WIDTH } from './chart.js';

/** Minimum milliseconds between two drawings while a run continues or is played. */
const EVERY = 250;

interface MeasuresEvents {
  /** Goes to the end of a round. */
  readonly go: (round: number) => void;
  readonly copy: (text: string) => void;
}

export class MeasuresPane {
  readonly node: HTMLElement;
  readonly #sections: (model: PanelModel) => readonly Section[];
  readonly #events: MeasuresEvents;
  readonly #open = new Set<string>();
  readonly #draw = atMostEvery(EVERY, () => this.#drawn());
  #model: PanelModel | null = null;
  #logarithmic = false;
  #seen = false;
  /** Width of the charts, in pixels. */
  #width = WIDTH;

  /** `sections` gives the sections to show. */
  constructor(label: string, sections: (model: PanelModel) => readonly Section[], events: MeasuresEvents) {
    this.node = el('section', { class: 'pane measures-pane', attrs: { 'aria-label': label, tabindex: '0' } });
    this.#sections = sections;
    this.#events = events;
    new ResizeObserver(() => this.#fit()).observe(this.node);
  }

  show(model: PanelModel): void {
    this.#model = model;
    this.update();
  }

  /** Updates the pane after new events, or for another moment. A hidden pane is not drawn. */
  update(): void {
    if (this.#seen) this.#draw();
  }

  /** The pane becomes visible or hidden. */
  seen(seen: boolean): void {
    this.#seen = seen;
    if (seen) this.#drawn();
  }

  #drawn(): void {
    const model = this.#model;
    if (!model || !this.#seen) return;
    const top = this.node.scrollTop;
    const sections = this.#sections(model);
    keepingFocus(this.node, () =>
      this.node.replaceChildren(
        ...(sections.length === 0
          ? [el('p', { class: 'nothing' }, words.nothingMeasured)]
          : sections.map((section) => this.#section(model, section))),
      ),
    );
    this.node.scrollTop = top;
    this.#fit();
  }

  /** Draws the charts as wide as their cards. */
  #fit(): void {
    const width = this.node.querySelector('.measure-card')?.clientWidth ?? 0;
    if (width === 0 || width === this.#width) return;
    this.#width = width;
    this.#drawn();
  }

  #section(model: PanelModel, { title, cards }: Section): HTMLElement {
    return el(
      'section',
      { class: 'measure-section' },
      el('h3', {}, title),
      el('div', { class: 'cards' }, ...cards.map((card) => this.#card(model, card))),
    );
  }

  #card(model: PanelModel, card: Card): HTMLElement {
    const value = el('span', { class: 'number' }, card.value);
    const keyed = (node: HTMLElement, key: string): HTMLElement => {
      node.dataset['key'] = `${card.id} ${key}`;
      return node;
    };
    const named = (text: string): string => `${text}: ${card.title}`;
    // A table that is not shown is not made: it has a row for each round, and cards are drawn again as the run continues.
    const table = el('div', {});
    const toggle = linkButton('', () => {
      if (!this.#open.delete(card.id)) this.#open.add(card.id);
      fill();
    });
    const fill = (): void => {
      const isOpen = this.#open.has(card.id);
      table.replaceChildren(...(isOpen ? [tableOf(card.table, named(words.table))] : []));
      show(table, isOpen);
      setText(toggle, isOpen ? words.hideTable : words.showTable);
      toggle.setAttribute('aria-expanded', String(isOpen));
      toggle.setAttribute('aria-label', named(toggle.textContent));
    };
    fill();
    const copy = linkButton(words.copyCsv, () => this.#events.copy(csvOf(model, card)));
    copy.setAttribute('aria-label', named(words.copyCsv));
    return el(
      'article',
      { class: 'measure-card', attrs: { 'aria-label': card.title } },
      el('div', { class: 'measure-head' }, el('h4', {}, untrusted(card.title)), value),
      this.#picture(card, value),
      ...legendOf(card),
      el('p', { class: 'quiet about' }, untrusted(card.about)),
      el('div', { class: 'card-actions' }, keyed(toggle, 'table'), keyed(copy, 'copy')),
      table,
    );
  }

  #picture(card: Card, value: HTMLElement): HTMLElement {
    const label = `${card.title}: ${card.value}. ${card.about}`;
    const { picture } = card;
    switch (picture.kind) {
      case 'lines':
        return lineChart(label, picture.chart, this.#width, (round, pressed) => {
          if (pressed && round !== null) this.#events.go(round);
          setText(value, round === null ? card.value : words.inRound(round, valuesIn(picture.chart, round)));
        });
      case 'bars':
        return barChart(label, picture.bars, this.#width);
      case 'degrees': {
        const box = checkbox(words.logarithmic, words.logarithmicTitle, (on) => {
          this.#logarithmic = on;
          this.#drawn();
        });
        box.set(this.#logarithmic);
        const chart = this.#logarithmic ? logChart(label, picture.degrees, this.#width) : barChart(label, picture.bars, this.#width);
        return el('div', {}, chart, box.node);
      }
    }
  }
}

const valuesIn = ({ lines }: LineChart, round: number): readonly string[] => lines.map(({ values }) => figure(values[round - 1], values));

/** The legend of a chart with several lines, by colour and dash. */
function legendOf({ picture }: Card): readonly HTMLElement[] {
  if (picture.kind !== 'lines' || picture.chart.lines.length < 2) return [];
  return [
    el(
      'div',
      { class: 'line-legend' },
      ...picture.chart.lines.map(({ name }, i) =>
        el('span', { class: 'legend-entry' }, el('span', { class: `stroke-sample stroke-${i % 8} dash-${i % 4}` }), untrusted(name)),
      ),
    ),
  ];
}

/** The first cell of a row is its head. */
function tableOf({ head, rows }: Table, label: string): HTMLElement {
  const numbers = head.map((_, i) => rows.map((cells) => cells[i]).map((cell) => (typeof cell === 'number' ? cell : null)));
  const shown = (cell: string | number | null, i: number): string => (typeof cell === 'string' ? cell : figure(cell, numbers[i] ?? []));
  return el(
    'div',
    { class: 'measure-table', attrs: { tabindex: '0', role: 'region', 'aria-label': label } },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...head.map((cell) => el('th', { attrs: { scope: 'col' } }, untrusted(cell))))),
      el(
        'tbody',
        {},
        ...rows.map((cells) =>
          el(
            'tr',
            {},
            ...cells.map((cell, i) => el(i === 0 ? 'th' : 'td', i === 0 ? { attrs: { scope: 'row' } } : {}, untrusted(shown(cell, i)))),
          ),
        ),
      ),
    ),
  );
}
