/** The two optional lines under the header: the kind of mind, and the current problem. */
import { el, linkButton, setText, show } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import type { PanelModel } from '../state/model.js';
import { button, iconButton } from '../ui/toolkit.js';
import { words } from '../ui/strings.js';

export interface Notices {
  readonly node: HTMLElement;
  update(model: PanelModel): void;
}

interface NoticeEvents {
  readonly useModel: () => void;
  readonly dismiss: () => void;
  /** The user's choice for a run that is paused at its budget. */
  readonly command: (command: 'raiseBudget' | 'goOnBuiltin' | 'stop') => void;
}

export function createNotices(dismissed: boolean, events: NoticeEvents): Notices {
  let hidden = dismissed;
  const rule = el(
    'div',
    { class: 'notice', attrs: { role: 'note' } },
    icon('info'),
    el('p', {}, words.notice, ' ', linkButton(words.useModel, events.useModel, 'link needs-editor')),
    iconButton('close', words.dismiss, () => {
      hidden = true;
      show(rule, false);
      events.dismiss();
    }),
  );
  const what = el('strong', {});
  const problemText = el('span', { attrs: { dir: 'auto' } });
  const sign = el('span', { class: 'sign' });
  let shown: PanelModel['status'] | null = null;
  const choices = pauseChoices(events.command);
  const text = el('div', { class: 'what-now' }, el('p', {}, what, ' ', problemText), choices);
  const problem = el('div', { class: 'notice problem', attrs: { role: 'alert' } }, sign, text);
  return {
    node: el('section', { class: 'notices', attrs: { 'aria-label': words.notices } }, rule, problem),
    update(model) {
      show(rule, !hidden && !model.run.languageModel);
      show(problem, model.status === 'failed' || model.status === 'paused');
      if (shown !== model.status) sign.replaceChildren(icon(model.status === 'paused' ? 'info' : 'warning'));
      shown = model.status;
      problem.classList.toggle('pause', model.status === 'paused');
      show(choices, model.status === 'paused');
      setText(what, model.status === 'paused' ? words.paused : words.failed);
      if (problemText.textContent !== (model.problem ?? '')) problemText.textContent = model.problem ?? '';
    },
  };
}

/** The choices for a run that is paused at its budget: two ways to continue, or to stop. */
function pauseChoices(command: NoticeEvents['command']): HTMLElement {
  const builtin = button(words.goOnBuiltin, 'secondary', () => command('goOnBuiltin'));
  builtin.title = words.goOnBuiltinTitle;
  return el(
    'div',
    { class: 'choices needs-editor' },
    button(words.raiseBudget, 'primary', () => command('raiseBudget')),
    builtin,
    button(words.stopHere, 'secondary', () => command('stop')),
  );
}
