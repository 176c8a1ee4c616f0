/** What a screen reader hears: answers to the user at once, the course of a run at most every few seconds. */
import { el } from '../ui/dom.js';
import { edgeCount, isUnderWay, type PanelModel } from '../state/model.js';
import { words } from '../ui/strings.js';

const EVERY = 6_000;

export interface Announcer {
  readonly node: HTMLElement;
  /** Something the user just caused. */
  say(text: string): void;
  /** The run went on. */
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
