/** The variables of an agent, and why one of them has its value: the rule and the agents that it read. Texts become text nodes. */
import type { PanelChange, PanelFact } from '../../src/protocol/panelRequests.js';
import { el, linkButton, untrusted } from '../ui/dom.js';
import { words } from '../ui/strings.js';
import { factList } from './sections.js';

interface ChangeEvents {
  readonly go: (seq: number) => void;
  readonly revealNode: (node: string) => void;
}

/** The variables, each with a link that asks why. */
export const variableList = (variables: readonly PanelFact[], why: (variable: string) => void): HTMLElement =>
  el(
    'dl',
    { class: 'facts-list' },
    ...variables.flatMap(([name, text]) => {
      const link = linkButton(words.why, () => why(name));
      link.setAttribute('aria-label', words.whyVariable(name));
      return [el('dt', {}, untrusted(words.fact(name))), el('dd', { attrs: { dir: 'auto' } }, untrusted(text), ' ', link)];
    }),
  );

/** The explanation of a change, or why there is none. */
export function changeBox(change: PanelChange | string, events: ChangeEvents): HTMLElement {
  const box = (...body: readonly HTMLElement[]): HTMLElement =>
    el('div', { class: 'why', attrs: { role: 'group', 'aria-label': words.why } }, ...body);
  if (typeof change === 'string') return box(el('p', { class: 'quiet' }, change));
  const { text, seq, node, rule, read, more } = change;
  return box(
    el('p', {}, untrusted(text)),
    ...rule.map((line) => el('pre', { attrs: { dir: 'auto' } }, line)),
    ...(read.length > 0 ? [el('h5', { class: 'quiet' }, words.readHead), factList(read)] : []),
    ...(more > 0 ? [el('p', { class: 'quiet' }, words.more(more))] : []),
    el(
      'p',
      {},
      linkButton(words.goThere, () => events.go(seq)),
      ...(node === null ? [] : [' ', linkButton(words.reveal, () => events.revealNode(node), 'link needs-editor')]),
    ),
  );
}
