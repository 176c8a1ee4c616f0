/** The line above the text of a message: its sender, its recipients, its event. */
import type { PanelMessage } from '../../src/protocol/course.js';
import { names } from '../ui/format.js';
import { nameOf, type PanelModel, reactionsTo } from '../state/model.js';
import { isBlank, labelText, snippet } from '../state/names.js';
import { words } from '../ui/strings.js';
import { el, untrusted } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import type { RowEvents, RowLook } from './rows.js';
import { answersTo, DEEPEST } from './thread.js';

/** The sender, the kind, the recipients and the effects of a message, and its buttons. */
export function messageHead(model: PanelModel, message: PanelMessage, place: number, look: RowLook, events: RowEvents): HTMLElement {
  const name = nameOf(model, message.author);
  const reactions = reactionsTo(model, place);
  const answers = answersTo(model, place);
  const author = el(
    'button',
    { class: 'author', attrs: { type: 'button' }, on: { click: () => events.select(message.author, true) } },
    untrusted(labelText(name)),
  );
  return el(
    'div',
    { class: 'message-head' },
    author,
    el('span', { class: 'how' }, audienceIcon(message), untrusted(howOf(model, message))),
    message.instead
      ? el(
          'span',
          { class: 'how instead', title: words.insteadTitle(message.instead.by) },
          untrusted(words.instead(message.instead.by, message.instead.because)),
        )
      : null,
    ...[...reactions].map(([kind, n]) => reacted(kind, n)),
    answers > 0 && !look.thread ? threadButton(place, events, words.answers(answers), icon('thread'), ` ${answers}`) : null,
    actions(message, place, { isOpen: look.whys.has(place), isLeaf: answers === 0 && !look.thread }, events),
  );
}

function audienceIcon({ audience }: PanelMessage): SVGElement | null {
  if (audience === 'public') return null;
  return icon(audience === 'direct' || audience === 'self' ? 'lock' : 'group');
}

const threadButton = (place: number, events: RowEvents, label: string, ...face: readonly (Node | string)[]): HTMLElement =>
  el(
    'button',
    { class: 'thread-button', title: label, attrs: { type: 'button', 'aria-label': label }, on: { click: () => events.thread(place) } },
    ...face,
  );

/** The buttons of a message. They are visible only near the pointer or focus, to keep the text easy to read. */
function actions(
  message: PanelMessage,
  place: number,
  { isOpen, isLeaf }: { readonly isOpen: boolean; readonly isLeaf: boolean },
  events: RowEvents,
): HTMLElement {
  const why = el(
    'button',
    {
      class: 'link why-button needs-editor',
      title: words.whyTitle,
      attrs: { type: 'button', 'aria-expanded': String(isOpen) },
      on: { click: () => events.why(place) },
    },
    words.why,
  );
  const thread = isLeaf && message.replyTo !== null ? threadButton(place, events, words.threadTitle, words.thread) : null;
  return el('span', { class: 'message-actions' }, thread, why, goButton(message.seq, events));
}

/** The button that goes to a moment. */
export const goButton = (seq: number, events: RowEvents): HTMLElement =>
  el(
    'button',
    { class: 'go', title: words.goTo, attrs: { type: 'button', 'aria-label': words.goTo }, on: { click: () => events.go(seq) } },
    icon('clock'),
  );

/** A reaction: votes as arrows, all others by name. */
function reacted(kind: string, n: number): HTMLElement {
  const label = words.reacted(kind, n);
  const way = kind === 'up' || kind === 'down';
  const sign = way ? icon('up') : untrusted(kind.replaceAll('_', ' '));
  return el('span', { class: `votes ${way ? kind : 'named'}`, title: label, attrs: { role: 'img', 'aria-label': label } }, sign, ` ${n}`);
}

/** The quote of the answered message, with a link to it. In a thread, the indentation shows this, so the quote is only for screen readers. */
export function quote(model: PanelModel, message: PanelMessage, { thread }: RowLook, events: RowEvents): HTMLElement | null {
  if (message.replyTo === null) return null;
  const place = model.places.get(message.replyTo);
  const answered = place === undefined ? undefined : model.messages[place];
  if (place === undefined || !answered) return el('p', { class: 'quote' }, icon('reply'), words.missingMessage);
  const name = answered.author < 0 ? words.world : labelText(nameOf(model, answered.author));
  const depth = thread?.depth.get(model.places.get(message.id) ?? -1) ?? Infinity;
  if (depth <= DEEPEST) return el('p', { class: 'unseen' }, words.inReplyTo(name));
  return el(
    'button',
    { class: 'quote', title: words.inReplyTo(name), attrs: { type: 'button' }, on: { click: () => events.jump(place) } },
    icon('reply'),
    el(
      'span',
      { class: 'quoted' },
      el('strong', {}, untrusted(name)),
      ' ',
      untrusted(isBlank(answered.text) ? words.emptyMessage : snippet(answered.text, 90)),
    ),
  );
}

// The text about the recipients of a message. No access to the page.

/** The action and the recipients of a message that is not public. */
export function howOf(model: PanelModel, { action, audience, to, replyTo }: PanelMessage): string {
  const who = names(to.map((agent) => labelText(nameOf(model, agent))));
  if (audience === 'direct') return words.privately(who);
  const said = words.action(action);
  if (audience === 'self') return `${said} ${words.toSelf}`;
  if (audience === 'group') return `${said}, ${words.toGroup(to.length, who)}`;
  if (audience === 'neighbours') return `${said}, ${words.toNeighbours(to.length, who)}`;
  return who !== '' && replyTo === null ? `${said} ${words.addressed(who)}` : said;
}
