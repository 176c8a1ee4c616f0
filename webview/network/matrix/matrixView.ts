/** The network as a matrix on a canvas, for societies with too many ties for lines. Pointer and keys select cells. */
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomTransform } from 'd3-zoom';
import { el, setText, show } from '../../ui/dom.js';
import { type Frames, frames } from '../../ui/frame.js';
import { edgeOf, type PanelModel, nameOf } from '../../state/model.js';
import { labelText } from '../../state/names.js';
import type { Grouping } from '../../ui/palette.js';
import type { Theme } from '../../ui/theme.js';
import { decimal } from '../../ui/format.js';
import { words } from '../../ui/strings.js';
import { drawLooked, drawMatrix, type MatrixScene } from './drawMatrix.js';
import { NO_TIES, tiesOf, type Ties } from '../graph/graph.js';
import { createLegend } from '../view/legend.js';
import type { Looks } from '../graph/viewOptions.js';
import { type Cell, cellAt, cellBy, frameOf, type MatrixFrame, type MatrixOrder, nextTie, orderOf } from './matrix.js';
import { fitPixels } from '../painting/pixels.js';
import type { Painting } from '../save/png.js';

interface MatrixEvents {
  readonly select: (agent: number | null) => void;
  readonly reveal: (agent: number) => void;
  readonly escape: () => void;
  readonly say: (text: string) => void;
}

/** Room for names next to the matrix, in pixels. */
const NAMES = 108;
const NEAREST = 60;
/** Zoom factor of a key. */
const ZOOM = 1.4;

export class MatrixView {
  readonly canvas: HTMLCanvasElement;
  readonly node: HTMLElement;
  readonly #ctx: CanvasRenderingContext2D | null;
  readonly #events: MatrixEvents;
  readonly #loop: Frames;
  readonly #legend = createLegend(null);
  readonly #tip = el('div', { class: 'tip', attrs: { 'aria-hidden': 'true' } });
  readonly #zoom = zoom<HTMLCanvasElement, unknown>().clickDistance(4);
  #camera: ZoomTransform = zoomIdentity;
  #model: PanelModel | null = null;
  #theme: Theme | null = null;
  #hue: readonly number[] = [];
  #names: readonly string[] = [];
  #order: MatrixOrder = { agents: [], places: new Int32Array(0), borders: [] };
  #ties: Ties = NO_TIES;
  #least = 0;
  #selected: number | null = null;
  #cell: Cell | null = null;
  #size = { width: 0, height: 0 };
  readonly #table = document.createElement('canvas');
  #tableOf: readonly unknown[] = [];

  constructor(events: MatrixEvents) {
    this.#events = events;
    this.canvas = el('canvas', {
      attrs: { tabindex: '0', role: 'application', 'aria-roledescription': words.matrixRole, 'aria-describedby': 'matrix-keys' },
    });
    this.#ctx = this.canvas.getContext('2d');
    this.#tip.hidden = true;
    const keys = el('p', { class: 'unseen', attrs: { id: 'matrix-keys' } }, words.matrixKeys);
    this.node = el('div', { class: 'picture matrix' }, this.canvas, this.#legend.node, this.#tip, keys);
    this.#loop = frames(() => this.#paint());
    new ResizeObserver(() => this.#resized()).observe(this.canvas);
    this.#listen();
  }

  /** Shows a run with its order and colours. */
  show(model: PanelModel, looks: Looks, grouping: Grouping): void {
    const from = this.#cell && this.#agents(this.#cell);
    this.#model = model;
    this.#hue = grouping.hue;
    this.#least = looks.least;
    this.#names = model.agents.map((_, agent) => labelText(nameOf(model, agent)));
    this.#order = orderOf(model, looks.order, grouping);
    this.#ties = tiesOf(model, looks.least);
    // The keyboard focus stays on the same two agents.
    this.#cell = from && this.#cellOf(from[0], from[1]);
    this.canvas.setAttribute('aria-label', words.matrixLabel(this.#order.agents.length));
    this.#legend.show(grouping.legend, { given: false, ghosts: false }, null);
    this.#frame();
    this.#loop.ask();
  }

  select(agent: number | null): void {
    this.#selected = agent;
    this.#loop.ask();
  }

  theme(theme: Theme): void {
    this.#theme = theme;
    this.#loop.ask();
  }

  zoomBy(factor: number): void {
    this.#zoom.scaleBy(select(this.canvas), factor);
  }

  zoomToFit(): void {
    this.#zoom.transform(select(this.canvas), zoomIdentity);
  }

  #agents({ row, column }: Cell): readonly [number, number] {
    return [this.#order.agents[row] ?? -1, this.#order.agents[column] ?? -1];
  }

  #cellOf(from: number, to: number): Cell | null {
    const [row = -1, column = -1] = [this.#order.places[from], this.#order.places[to]];
    return row < 0 || column < 0 ? null : { row, column };
  }

  #frame(): MatrixFrame {
    const { width, height } = this.#size;
    const frame = frameOf(width, height, this.#order.agents.length, NAMES);
    const end = [width, height] as const;
    const area: [[number, number], [number, number]] = [[frame.left, frame.top], [...end]];
    this.#zoom.scaleExtent([1, NEAREST]).extent(area).translateExtent(area);
    return frame;
  }

  #resized(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    this.#size = { width, height };
    this.#frame();
    this.#loop.ask();
  }

  #listen(): void {
    const { canvas } = this;
    select(canvas)
      .call(
        this.#zoom.on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
          this.#camera = event.transform;
          this.#loop.ask();
        }),
      )
      .on('dblclick.zoom', null);
    canvas.addEventListener('pointermove', (event) => this.#point(event.buttons === 0 ? this.#at(event) : null, event));
    canvas.addEventListener('pointerleave', () => this.#point(null, null));
    canvas.addEventListener('click', (event) => {
      const cell = this.#at(event);
      const isColumn = event.offsetY < this.#frame().top;
      this.#events.select(cell && this.#agents(cell)[isColumn ? 1 : 0]);
    });
    canvas.addEventListener('keydown', (event) => this.#key(event));
    canvas.addEventListener('blur', () => this.#stand(null));
  }

  /** The cell at the pointer. On a name, the first cell of its row or column. */
  #at({ offsetX, offsetY }: MouseEvent): Cell | null {
    const frame = this.#frame();
    const [x, y] = this.#camera.invert([Math.max(frame.left, offsetX), Math.max(frame.top, offsetY)]);
    return cellAt(frame, this.#order.agents.length, x, y);
  }

  #point(cell: Cell | null, event: PointerEvent | null): void {
    show(this.#tip, cell !== null);
    if (cell && event) {
      setText(this.#tip, this.#says(cell));
      const left = event.offsetX > this.#size.width / 2;
      const place = `translate(${event.offsetX + (left ? -14 : 14)}px, ${Math.max(4, event.offsetY - 30)}px)`;
      this.#tip.style.transform = left ? `${place} translateX(-100%)` : place;
    }
    this.#stand(cell);
  }

  #stand(cell: Cell | null): void {
    this.#cell = cell;
    this.#loop.ask();
  }

  #says(cell: Cell): string {
    const [from, to] = this.#agents(cell);
    const strength = (a: number, b: number): string => decimal(this.#model?.shown.out[a]?.get(b));
    const [one, other] = [this.#names[from] ?? '', this.#names[to] ?? ''];
    return from === to ? one : words.cell(one, other, strength(from, to), strength(to, from));
  }

  #key(event: KeyboardEvent): void {
    const model = this.#model;
    const count = this.#order.agents.length;
    if (!model || count === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = this.#cell ?? this.#cellOf(this.#selected ?? -1, this.#selected ?? -1) ?? { row: 0, column: 0 };
    const isFirst = this.#cell === null;
    const by = event.key === 'n' ? 1 : event.key === 'p' ? -1 : null;
    const next = by ? nextTie(model, this.#order, at, by, Math.max(edgeOf(model), this.#least)) : cellBy(event.key, at, count);
    const act = this.#acts(at)[event.key];
    if (!next && !act) return;
    event.preventDefault();
    if (act) return act();
    this.#stand(isFirst && !by ? at : next);
    this.#follow();
    if (this.#cell) this.#events.say(this.#says(this.#cell));
  }

  #acts(at: Cell): Readonly<Partial<Record<string, () => void>>> {
    const [from, to] = this.#agents(at);
    return {
      Enter: () => this.#events.reveal(from),
      ' ': () => this.#events.select(from),
      c: () => this.#events.select(to),
      Escape: () => this.#events.escape(),
      '+': () => this.zoomBy(ZOOM),
      '=': () => this.zoomBy(ZOOM),
      '-': () => this.zoomBy(1 / ZOOM),
      '0': () => this.zoomToFit(),
    };
  }

  /** Brings the cell at the keyboard focus into view. */
  #follow(): void {
    if (!this.#cell || this.#camera.k === 1) return;
    const { left, top, cell } = this.#frame();
    this.#zoom.translateTo(select(this.canvas), left + (this.#cell.column + 0.5) * cell, top + (this.#cell.row + 0.5) * cell);
  }

  /** The current painting of the matrix; null if it was not shown yet. */
  get painting(): Painting | null {
    const scene = this.#scene(1);
    return scene && { width: scene.width, height: scene.height, paint: (ctx, ratio) => drawMatrix(ctx, { ...scene, ratio }) };
  }

  #scene(ratio: number): MatrixScene | null {
    const { width, height } = this.#size;
    if (!this.#theme || !this.#model || width === 0 || height === 0) return null;
    return {
      ...{ width, height, ratio, frame: this.#frame(), camera: this.#camera, order: this.#order, ties: this.#ties },
      ...{ edge: edgeOf(this.#model), hue: this.#hue, names: this.#names, theme: this.#theme },
      ...{ selected: this.#selected, cell: this.#cell },
    };
  }

  #paint(): boolean {
    const scene = this.#scene(fitPixels(this.canvas, this.#size));
    if (!this.#ctx || !scene) return false;
    const { width, height } = this.canvas;
    this.#ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.#ctx.clearRect(0, 0, width, height);
    this.#ctx.drawImage(this.#ground(scene), 0, 0);
    drawLooked(this.#ctx, scene);
    return false;
  }

  /** The matrix without highlights. It is painted again only after changes. */
  #ground(scene: MatrixScene): HTMLCanvasElement {
    const from = [scene.order, scene.ties, scene.hue, scene.theme, scene.camera, scene.selected, scene.width, scene.height, scene.ratio];
    const ctx = this.#table.getContext('2d');
    if (!ctx || from.every((part, i) => part === this.#tableOf[i])) return this.#table;
    this.#tableOf = from;
    this.#table.width = this.canvas.width;
    this.#table.height = this.canvas.height;
    drawMatrix(ctx, scene);
    return this.#table;
  }
}
