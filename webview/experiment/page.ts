/** The page of an experiment: progress, live table, comparisons, lost runs, and the limits of the results. */
import type {
  ExperimentClaims,
  ExperimentCommand,
  ExperimentComparisons,
  ExperimentHead,
  ExperimentLost,
  ExperimentOutside,
  ExperimentProgress,
  ExperimentTable,
  FromExperiment,
} from '../../src/protocol/experiment.js';
import { el, linkButton, setText, show, untrusted } from '../ui/dom.js';
import { button } from '../ui/toolkit.js';
import { Claims } from './claims.js';
import { comparisonNode } from './comparisons.js';
import { Outside } from './outside.js';
import { LiveTable, sensitivityNodes } from './tables.js';
import { words } from './words.js';

export class Page {
  readonly #title = el('h1', { attrs: { dir: 'auto' } });
  readonly #about = el('p', { class: 'quiet' });
  readonly #file = linkButton('', () => this.#do('file'));
  readonly #bar = el('progress', { attrs: { 'aria-label': words.bar } });
  readonly #status = el('p', { class: 'status-line' });
  /** The text for screen readers: changes of the state, not every run. */
  readonly #spoken = el('p', { class: 'unseen', attrs: { role: 'status' } });
  readonly #problem = el('p', { class: 'problem', attrs: { role: 'alert', dir: 'auto' } });
  readonly #play = button('', 'primary', () => this.#do('play'));
  readonly #raise = button(words.raise, 'primary', () => this.#do('raise'));
  readonly #pause = button(words.pause, 'secondary', () => this.#do('pause'));
  readonly #resume = button(words.resume, 'primary', () => this.#do('resume'));
  readonly #stop = button(words.stop, 'secondary', () => this.#do('stop'));
  readonly #table = new LiveTable((arm, column) => this.post({ type: 'runs', arm, column }));
  readonly #comparedAbout = el('p', { class: 'quiet' });
  readonly #compared = el('div', { class: 'comparisons' });
  readonly #sensitivity = el('div', { class: 'comparisons' });
  readonly #sensitivitySection = section(words.sensitivityHead, this.#sensitivity);
  readonly #saveSensitivity = linkButton(words.saveSensitivity, () => this.#do('sensitivity'));
  readonly #claims = new Claims({ verify: () => this.#do('verify'), stop: () => this.#do('stopVerifying') });
  readonly #outside = new Outside();
  readonly #lost = el('section', { class: 'lost' });
  readonly #limits = el('ul', {});
  readonly #all: HTMLElement;
  #head: ExperimentHead | null = null;
  #progress: ExperimentProgress | null = null;
  #isCompared = false;

  constructor(
    readonly root: HTMLElement,
    readonly post: (message: FromExperiment) => void,
  ) {
    this.#pause.title = words.pauseTitle;
    this.#stop.title = words.stopTitle;
    const links = (
      [
        ['csv', words.saveCsv],
        ['json', words.saveJson],
        ['copy', words.copy],
      ] as const
    ).map(([command, label]) => linkButton(label, () => this.#do(command)));
    const buttons = [this.#play, this.#raise, this.#pause, this.#resume, this.#stop];
    this.#all = el(
      'main',
      { class: 'experiment' },
      el(
        'header',
        {},
        el('div', { class: 'title-row' }, this.#title, this.#file),
        this.#about,
        el('div', { class: 'progress-row' }, this.#bar, this.#status),
        this.#problem,
        this.#spoken,
        el(
          'div',
          { class: 'actions', attrs: { role: 'group', 'aria-label': words.actions } },
          ...[...buttons, ...links, this.#saveSensitivity],
        ),
      ),
      section(words.tableHead, el('p', { class: 'quiet' }, words.tableAbout), this.#table.node),
      this.#lost,
      this.#sensitivitySection,
      section(words.comparedHead, this.#comparedAbout, this.#compared),
      ...[this.#claims.node, this.#outside.node],
      el('aside', { class: 'limits', attrs: { 'aria-label': words.limitsHead } }, el('h2', {}, words.limitsHead), this.#limits),
    );
  }

  head(head: ExperimentHead): void {
    this.#head = head;
    setText(this.#title, head.title);
    setText(this.#about, words.about(head));
    setText(this.#file, words.showFile(head.file));
    setText(this.#comparedAbout, words.comparedAbout(head.correct));
    this.#limits.replaceChildren(...words.limits(head.mind).map((line) => el('li', {}, untrusted(line))));
    if (!this.#all.isConnected) this.root.replaceChildren(this.#all);
  }

  table(table: ExperimentTable): void {
    if (this.#head) this.#table.show(this.#head, table);
  }

  progress(progress: ExperimentProgress): void {
    const { state, of, done, lost, problem } = progress;
    const before = this.#progress;
    this.#progress = progress;
    this.#bar.max = Math.max(1, of);
    this.#bar.value = done + lost;
    setText(this.#status, words.progress(progress));
    if (before?.state !== state || quarter(before) !== quarter(progress)) setText(this.#spoken, words.progress(progress));
    setText(this.#problem, problem ?? '');
    show(this.#problem, problem !== null);
    const left = of - done;
    setText(this.#play, lost > 0 && state === 'ended' ? words.again : words.play(left));
    show(this.#play, left > 0 && (state === 'open' || state === 'failed' || state === 'ended'));
    show(this.#raise, state === 'waiting');
    show(this.#pause, state === 'playing');
    show(this.#resume, state === 'paused');
    show(this.#stop, state === 'playing' || state === 'paused');
    if (!this.#isCompared) this.#sayWhyNot();
  }

  lost(lost: readonly ExperimentLost[]): void {
    show(this.#lost, lost.length > 0);
    const rows = lost.map(({ arm, seed, problem }) => el('li', {}, untrusted(words.lost(arm, seed)), ': ', untrusted(problem)));
    this.#lost.replaceChildren(el('h2', {}, words.lostHead(Math.max(lost.length, this.#progress?.lost ?? 0))), el('ul', {}, ...rows));
  }

  /** Shows the comparisons so far. Expanded parts stay expanded. */
  compared(comparisons: ExperimentComparisons | null): void {
    const head = this.#head;
    this.#isCompared = comparisons !== null && head !== null;
    const sensitivity = comparisons?.compared.flatMap((one) => one.sensitivity) ?? [];
    this.#sensitivity.replaceChildren(...sensitivityNodes(sensitivity));
    show(this.#sensitivitySection, sensitivity.length > 0);
    show(this.#saveSensitivity, sensitivity.length > 0);
    if (!comparisons || !head) return this.#sayWhyNot();
    const { compared, isWhole } = comparisons;
    const before = [...this.#compared.querySelectorAll('article')];
    const nodes = compared.map((one, i) => unfoldedAs(before[i], comparisonNode(head, one, isWhole)));
    this.#compared.replaceChildren(...nodes, ...(isWhole ? [] : [el('p', { class: 'quiet' }, words.working)]));
  }

  claims(claims: ExperimentClaims): void {
    this.#claims.show(claims);
  }

  outside(outside: ExperimentOutside | null): void {
    this.#outside.show(outside);
  }

  missing(problem: string): void {
    this.root.replaceChildren(el('p', { class: 'problem missing', attrs: { role: 'alert' } }, untrusted(problem)));
  }

  #sayWhyNot(): void {
    const { state, done = 0 } = this.#progress ?? {};
    const isPlayed = state === 'ended' || state === 'open';
    this.#compared.replaceChildren(el('p', { class: 'quiet' }, isPlayed && done > 0 ? words.working : words.nothingCompared));
  }

  #do(command: ExperimentCommand): void {
    this.post({ type: 'do', command });
  }
}

function unfoldedAs(before: HTMLElement | undefined, node: HTMLElement): HTMLElement {
  const old = before?.querySelectorAll('details');
  for (const [i, one] of node.querySelectorAll('details').entries()) one.open = old?.[i]?.open ?? one.open;
  return node;
}

const quarter = ({ of, done }: ExperimentProgress): number => Math.floor((4 * done) / Math.max(1, of));

const section = (title: string, ...content: readonly Node[]): HTMLElement => el('section', {}, el('h2', {}, title), ...content);
