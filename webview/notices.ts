/** The two lines that may stand under the header: which kind of mind speaks, and what went wrong. */
import { el, linkButton, setText, show } from './dom.js';
import { icon } from './icons.js';
import type { Model } from './model.js';
import { iconButton } from './toolkit.js';
import { words } from './words.js';

export interface Notices {
  readonly node: HTMLElement;
  update(model: Model): void;
}

export function createNotices(dismissed: boolean, events: { readonly useModel: () => void; readonly dismiss: () => void }): Notices {
  let hidden = dismissed;
  const rule = el(
    'div',
    { class: 'notice', attrs: { role: 'note' } },
    icon('info'),
    el('p', {}, words.notice, ' ', linkButton(words.useModel, events.useModel)),
    iconButton('close', words.dismiss, () => {
      hidden = true;
      show(rule, false);
      events.dismiss();
    }),
  );
  const what = el('strong', {});
  const problemText = el('span', { attrs: { dir: 'auto' } });
  const problem = el('div', { class: 'notice problem', attrs: { role: 'alert' } }, icon('warning'), el('p', {}, what, ' ', problemText));
  return {
    node: el('section', { class: 'notices', attrs: { 'aria-label': words.notices } }, rule, problem),
    update(model) {
      show(rule, !hidden && !model.run.languageModel);
      show(problem, model.status === 'failed' || model.status === 'paused');
      setText(what, model.status === 'paused' ? words.paused : words.failed);
      if (problemText.textContent !== (model.problem ?? '')) problemText.textContent = model.problem ?? '';
    },
  };
}
