/** Announcements for screen readers: responses to the user immediately, the progress of a run at most every few seconds. */
import { el } from '../ui/dom.js';
import { edgeCount, isUnderWay, type PanelModel } from '../state/model.js';
import { words } from '../ui/strings.js';

const EVERY = 6_000;

export interface Announcer {
  readonly node: HTMLElement;
  /** Announces the result of an action of the user. */
  say(text: string): void;
  /** Announces the progress of the run. */
  progress(model: PanelModel): void;
}

export function createAnnouncer(): Announcer {
  const answers = el('p', { attrs: { 'aria-live': 'polite' } });
  const course = el('p', { attrs: { 'aria-live': 'polite', role: 'status' } });
  let said = '';
  let last = -EVERY;
  let timer = 0;
  const tell = (model: PanelModel): void => {
    last = performance.now();
    const summary = words.summary(
      isUnderWay(model) ? words.round(model.shown.round, model.run.rounds) : words.status(model.status),
      model.shown.messages,
      edgeCount(model),
    );
    if (summary !== said) course.textContent = said = summary;
  };
  return {
    node: el('div', { class: 'unseen' }, answers, course),
    say: (text) => {
      answers.textContent = text;
    },
    progress(model) {
      clearTimeout(timer);
      timer = window.setTimeout(() => tell(model), Math.max(0, last + EVERY - performance.now()));
    },
  };
}
