/** Why a message was sent: the recalled memories, the question and its answer, and the effects. Texts become text nodes. */
import type { PanelFact, PanelPart, PanelWhy } from '../../src/protocol/panelRequests.js';
import { factList, memoryList } from '../agent/sections.js';
import { el, linkButton, untrusted } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { words } from '../ui/strings.js';

/** The explanation of a message: requested, refused with a message, or available. */
export type Why =
  | { readonly state: 'asked' }
  | { readonly state: 'none'; readonly problem: string }
  | { readonly state: 'there'; readonly why: PanelWhy };

interface WhyEvents {
  readonly revealNode: (node: string) => void;
}

export function whyBox(why: Why, events: WhyEvents): HTMLElement {
  const body =
    why.state === 'asked'
      ? [el('p', { class: 'quiet' }, words.asking)]
      : why.state === 'none'
        ? [el('p', { class: 'quiet' }, why.problem)]
        : parts(why.why, events);
  return el('div', { class: 'why', attrs: { role: 'group', 'aria-label': words.why } }, ...body);
}

function parts({ recalled, read, cut, prompt, reads, answer, raw, after, node }: PanelWhy, events: WhyEvents): HTMLElement[] {
  return [
    fold(
      words.cameToMindFor(recalled.length),
      recalled.length > 0,
      recalled.length > 0 ? memoryList(recalled, events.revealNode) : el('p', { class: 'quiet' }, words.nothingRecalled),
    ),
    ...(prompt.length > 0
      ? [
          fold(
            words.promptHead(read, cut),
            false,
            ...(reads ? [] : [el('p', { class: 'quiet' }, words.factsOnly)]),
            ...prompt.map((part) => section(part, events)),
          ),
        ]
      : []),
    ...(answer.length > 0 ? [fold(words.answerHead, false, ...answered(answer, raw))] : []),
    ...(after.length > 0 ? [fold(words.afterHead(after.length), true, factList(after))] : []),
    ...(node === null ? [] : [linkButton(words.revealAct, () => events.revealNode(node))]),
  ];
}

const answered = (answer: readonly PanelFact[], raw: string | null): HTMLElement[] => [
  factList(answer),
  ...(raw === null ? [] : [el('h5', { class: 'quiet' }, words.rawHead), el('pre', { attrs: { dir: 'auto' } }, raw)]),
];

function section({ section: name, text, left, node }: PanelPart, events: WhyEvents): HTMLElement {
  const head = el(
    'h5',
    {},
    untrusted(name.replaceAll('_', ' ')),
    ...(node === null ? [] : [' ', linkButton(words.reveal, () => events.revealNode(node))]),
  );
  const body = left === '' ? el('pre', { attrs: { dir: 'auto' } }, text) : el('p', { class: 'quiet' }, left);
  return el('div', { class: 'prompt-part' }, head, body);
}

const fold = (title: string, open: boolean, ...children: readonly HTMLElement[]): HTMLElement => {
  const details = el('details', {}, el('summary', {}, icon('chevron'), title), ...children);
  details.open = open;
  return details;
};
