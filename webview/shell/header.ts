/** The header: the run, its progress, its mind, and its measures. The mind and the note that data are synthetic are always visible. */
import { el, setText, show, untrusted } from '../ui/dom.js';
import { isPast, isUnderWay, type PanelModel, roundsMeasured } from '../state/model.js';
import { button, progressRing } from '../ui/toolkit.js';
import { words } from '../ui/strings.js';
import { createMeasure, type Measure } from '../ui/sparkline.js';

export class Header {
  readonly node: HTMLElement;
  readonly #title = el('h1', {});
  readonly #scenario = el('span', { class: 'scenario' });
  readonly #status = el('span', { class: 'status' });
  readonly #ring = progressRing();
  readonly #round = el('span', { class: 'round' });
  readonly #moment = el('span', { class: 'moment' });
  readonly #facts = el('p', { class: 'facts' });
  /** The line about a packed run, such as its model, server and date. */
  readonly #label = el('p', { class: 'packed-label' });
  readonly #stop: HTMLElement;
  readonly #again: HTMLElement;
  readonly #goOn: HTMLElement;
  readonly #now: HTMLElement;
  readonly #fork: HTMLElement;
  readonly #state: HTMLElement;
  readonly #bar = el('div', { class: 'progress-bar' });
  readonly #progress = el(
    'div',
    { class: 'progress', attrs: { role: 'progressbar', 'aria-valuemin': '0', 'aria-label': words.progress } },
    this.#bar,
  );
  readonly #row = el('div', { class: 'measures' });
  #measures = new Map<string, Measure>();

  constructor(command: (command: 'run' | 'resume' | 'stop' | 'followRun' | 'forkHere') => void) {
    this.#stop = button(words.stop, 'secondary', () => command('stop'));
    this.#stop.classList.add('needs-editor');
    this.#again = button(words.runAgain, 'secondary', () => command('run'));
    this.#again.classList.add('needs-editor');
    this.#goOn = button(words.goOn, 'secondary', () => command('resume'));
    this.#goOn.classList.add('needs-editor');
    this.#goOn.title = words.goOnTitle;
    const what = el('div', { class: 'what' }, el('div', { class: 'title-row' }, this.#title, this.#scenario), this.#facts, this.#label);
    this.#label.title = words.labelTitle;
    this.#now = button(words.toNow, 'secondary', () => command('followRun'));
    this.#now.title = words.toNowTitle;
    this.#fork = button(words.forkHere, 'secondary', () => command('forkHere'));
    this.#fork.classList.add('needs-editor');
    this.#fork.title = words.forkHereTitle;
    this.#state = el('span', { class: 'state' }, this.#ring, this.#status);
    const where = el(
      'div',
      { class: 'where' },
      this.#state,
      this.#moment,
      this.#round,
      el('span', { class: 'actions-end' }, this.#fork, this.#now, this.#stop, this.#goOn, this.#again),
    );
    this.node = el('header', { class: 'header' }, el('div', { class: 'header-row' }, what, this.#row, where), this.#progress);
  }

  /** Shows another run. */
  show(model: PanelModel): void {
    const { title, scenario, mind, seed, headline, label = '' } = model.run;
    this.#measures = new Map(headline.map((id) => [id, createMeasure(id)]));
    this.#row.replaceChildren(...[...this.#measures.values()].map((measure) => measure.node));
    this.#title.replaceChildren(untrusted(title));
    this.#title.title = title;
    this.#scenario.replaceChildren(untrusted(scenario));
    show(this.#scenario, scenario !== '' && scenario !== title);
    this.#facts.replaceChildren(
      el('span', { class: 'synthetic', title: words.syntheticTitle }, words.synthetic),
      untrusted(words.playedBy(mind)),
      el('span', { class: 'seed' }, words.seed(seed)),
    );
    // A narrow panel cuts the name of the mind and hides the seed.
    this.#facts.title = `${words.playedBy(mind)} · ${words.seed(seed)}`;
    this.#label.replaceChildren(untrusted(label));
    show(this.#label, label !== '');
    this.update(model);
  }

  /** Updates the header after changes of the run. */
  update(model: PanelModel): void {
    const underWay = isUnderWay(model);
    const past = isPast(model);
    setText(this.#status, words.status(model.status));
    this.#status.className = `status ${model.status}`;
    setText(this.#round, words.round(model.shown.round, model.run.rounds));
    setText(this.#moment, words.moment(past));
    this.#moment.title = past ? words.pastTitle : words.liveTitle;
    this.#moment.classList.toggle('past', past);
    // Only one state is visible: if the run is paused in the debugger or has ended, its status replaces *Live*.
    show(this.#moment, model.status === 'running' || past);
    show(this.#now, past);
    show(this.#fork, model.moment !== null);
    show(this.#ring, model.status === 'running');
    show(this.#stop, underWay);
    // The status belongs to the current state. At a past moment, only the way back is visible.
    show(this.#state, !past);
    show(this.#again, !underWay && !past);
    show(this.#goOn, !past && ['stopped', 'failed', 'interrupted'].includes(model.status));
    this.#bar.style.setProperty('--share', String(Math.min(1, model.shown.round / Math.max(1, model.run.rounds))));
    this.#progress.setAttribute('aria-valuemax', String(model.run.rounds));
    this.#progress.setAttribute('aria-valuenow', String(Math.min(model.shown.round, model.run.rounds)));
    this.#progress.classList.toggle('running', underWay);
    for (const [id, measure] of this.#measures) {
      measure.set((model.measures.get(id)?.values ?? []).slice(0, roundsMeasured(model)));
      show(measure.node, model.measures.has(id));
    }
  }
}
