/** The page of a calibration: its progress, what can be done, and its result. In a saved page there is only the result. */
import type {
  CalibrationCommand,
  CalibrationHead,
  CalibrationReport,
  CalibrationStatus,
  FromCalibration,
} from '../../src/protocol/calibration.js';
import { el, linkButton, setText, show, untrusted } from '../ui/dom.js';
import { button } from '../ui/toolkit.js';
import { resultNodes } from './result.js';
import { words } from './words.js';

export class Page {
  readonly #title = el('h1', { attrs: { dir: 'auto' } });
  readonly #about = el('p', { class: 'quiet' });
  readonly #file = linkButton('', () => this.#do('file'));
  readonly #bar = el('progress', { attrs: { 'aria-label': words.bar } });
  readonly #status = el('p', { class: 'status-line' });
  /** The text for screen readers: changes of the state and generations, not every run. */
  readonly #spoken = el('p', { class: 'unseen', attrs: { role: 'status' } });
  readonly #problem = el('p', { class: 'problem', attrs: { role: 'alert', dir: 'auto' } });
  readonly #play = button(words.play, 'primary', () => this.#do('play'));
  readonly #raise = button(words.raise, 'primary', () => this.#do('raise'));
  readonly #stop = button(words.stop, 'secondary', () => this.#do('stop'));
  readonly #saves = (['csv', 'json', 'html'] as const).map((command) => linkButton(words[command], () => this.#do(command)));
  readonly #result = el('div', {}, el('p', { class: 'quiet' }, words.nothing));
  readonly #controls: HTMLElement;
  readonly #all: HTMLElement;
  #shown: Pick<CalibrationStatus, 'state' | 'generation'> | null = null;

  /** `post` is null in a saved page. */
  constructor(
    readonly root: HTMLElement,
    readonly post: ((message: FromCalibration) => void) | null,
  ) {
    this.#stop.title = words.stopTitle;
    const actions = [this.#play, this.#raise, this.#stop, ...this.#saves];
    this.#controls = el(
      'div',
      {},
      el('div', { class: 'progress-row' }, this.#bar, this.#status),
      this.#problem,
      this.#spoken,
      el('div', { class: 'actions', attrs: { role: 'group', 'aria-label': words.actions } }, ...actions),
    );
    show(this.#controls, post !== null);
    show(this.#file, post !== null);
    for (const save of this.#saves) show(save, false);
    const head = el('header', {}, el('div', { class: 'title-row' }, this.#title, this.#file), this.#about, this.#controls);
    this.#all = el('main', { class: 'experiment calibration' }, head, this.#result);
  }

  head({ title, scenario, file }: CalibrationHead): void {
    setText(this.#title, title);
    setText(this.#about, words.scenario(scenario));
    setText(this.#file, words.showFile(file));
    this.#attach();
  }

  status(status: CalibrationStatus): void {
    const { state, runs, of, generation, problem } = status;
    this.#bar.max = Math.max(1, of);
    this.#bar.value = state === 'ended' ? Math.max(1, of) : runs;
    setText(this.#status, words.status(status));
    if (this.#shown?.state !== state || this.#shown.generation !== generation) setText(this.#spoken, words.status(status));
    this.#shown = status;
    setText(this.#problem, problem ?? '');
    show(this.#problem, problem !== null);
    setText(this.#play, runs > 0 ? words.continue : words.play);
    show(this.#play, state === 'open' || state === 'failed');
    show(this.#raise, state === 'waiting');
    show(this.#stop, state === 'playing');
  }

  report(report: CalibrationReport): void {
    setText(this.#title, report.title);
    setText(this.#about, words.about(report));
    this.#result.replaceChildren(...resultNodes(report));
    for (const save of this.#saves) show(save, true);
    this.#attach();
  }

  missing(problem: string): void {
    this.root.replaceChildren(el('p', { class: 'problem missing', attrs: { role: 'alert' } }, untrusted(problem)));
  }

  #attach(): void {
    if (!this.#all.isConnected) this.root.replaceChildren(this.#all);
  }

  #do(command: CalibrationCommand): void {
    this.post?.({ type: 'do', command });
  }
}
