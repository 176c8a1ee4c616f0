/** Builds the rows of the conversation. All texts become text nodes inside isolates of direction. */
import { nameOf, type PanelModel, type Row } from '../state/model.js';
import { names } from '../ui/format.js';
import { reasonWords, words } from '../ui/strings.js';
import { el, linkButton, untrusted } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { offerMenu } from '../ui/menu.js';
import { isBlank, labelText } from '../state/names.js';
import { initials } from '../ui/palette.js';
import type { PanelMessage } from '../../src/protocol/course.js';
import { rowSeq } from '../state/rows.js';
import { segments, shorten } from './messageText.js';
import { isNarrow, type TraceFilter } from './filter.js';
import { answersInShort, type NoteRow, noteWords } from './notes.js';
import { goButton, messageHead, quote } from './messageHead.js';
import { DEEPEST, type Thread } from './thread.js';
import { type Why, whyBox } from './whySaid.js';

export interface RowEvents {
  /** The user selected a message or its author. */
  readonly select: (agent: number, reveal: boolean) => void;
  /** Goes to the moment after an event. */
  readonly go: (seq: number) => void;
  /** Goes to the answered message. */
  readonly jump: (message: number) => void;
  /** Shows only the thread of a message. */
  readonly thread: (message: number) => void;
  /** Shows all of a long text, or less again. */
  readonly toggle: (message: number) => void;
  /** Shows or hides the explanation of a message. */
  readonly why: (message: number) => void;
  readonly revealNode: (node: string) => void;
  /** Shows each answer of a survey row, or only their number. */
  readonly unfold: (row: number) => void;
}

export interface RowLook {
  readonly hue: readonly number[];
  readonly open: ReadonlySet<number>;
  readonly selected: number | null;
  /** Expanded rows of answers, by their first note. */
  readonly unfolded: ReadonlySet<number>;
  readonly wanted: TraceFilter;
  /** Open explanations of messages, by place. */
  readonly whys: ReadonlyMap<number, Why>;
  /** The shown thread; null for the whole conversation. */
  readonly thread: Thread | null;
}

export function drawRow(model: PanelModel, index: number, look: RowLook, events: RowEvents): HTMLElement {
  const row = model.rows[index];
  const node =
    !row || row.kind === 'round'
      ? roundRow(row?.round ?? 0)
      : row.kind === 'silence'
        ? silenceRow(model, row)
        : row.kind === 'note'
          ? noteRow(model, { row, index }, look, events)
          : messageRow(model, row.message, look, events);
  if (row) offerMenu(node, { seq: rowSeq(model, row) }, true);
  node.setAttribute('role', 'article');
  return node;
}

const roundRow = (round: number): HTMLElement => el('div', { class: 'round-row' }, el('h3', {}, words.roundRow(round)));

function silenceRow(model: PanelModel, row: Extract<Row, { kind: 'silence' }>): HTMLElement {
  return el(
    'div',
    { class: 'silence-row' },
    ...silenceSentences(model, row).map((sentence) => el('p', { attrs: { dir: 'auto' } }, sentence)),
  );
}

/** The row of a note. It looks different from messages and links to its moment. */
function noteRow(
  model: PanelModel,
  { row, index }: { readonly row: NoteRow; readonly index: number },
  look: Pick<RowLook, 'unfolded' | 'wanted'>,
  events: RowEvents,
): HTMLElement {
  const { title, lines } = noteWords(model, row, look.wanted.filter.among);
  const fold = foldOf(model, row, look);
  const head = el(
    'p',
    { class: 'message-head' },
    fold ? foldButton(answersInShort(model, row), fold, () => events.unfold(index)) : el('span', { class: 'how' }, untrusted(title)),
    goButton(model.notes[row.first]!.seq, events),
  );
  const texts = (fold === 'closed' ? [] : lines.slice(0, MOST_LINES)).map(({ who, text }) =>
    el(
      'p',
      { class: 'note-text', attrs: { dir: 'auto' } },
      ...(who === '' ? [] : [el('strong', {}, untrusted(labelText(who))), ' ']),
      untrusted(text),
    ),
  );
  const more = fold === 'closed' || lines.length <= MOST_LINES ? null : el('p', { class: 'quiet' }, words.more(lines.length - MOST_LINES));
  const toggle = (event: Event): void => {
    if (fold && !isControl(event.target) && !hasSelection()) events.unfold(index);
  };
  return el('div', { class: 'note-row', on: { click: toggle } }, head, ...texts, more);
}

/** Maximum number of listed answers of one survey. *Measures* and exports have all of them. */
const MOST_LINES = 200;

/** Whether a row of answers is collapsed; null if there is nothing to collapse, or if it contains a search result. */
function foldOf(model: PanelModel, row: NoteRow, { unfolded, wanted }: Pick<RowLook, 'unfolded' | 'wanted'>): 'open' | 'closed' | null {
  if (row.count < 2 || model.notes[row.first]?.kind !== 'answers' || isNarrow(wanted.filter)) return null;
  return unfolded.has(row.first) ? 'open' : 'closed';
}

const foldButton = (label: string, fold: 'open' | 'closed', toggle: () => void): HTMLElement =>
  el(
    'button',
    {
      class: 'fold how',
      title: fold === 'open' ? words.hideAnswers : words.showAnswers,
      attrs: { type: 'button', 'aria-expanded': String(fold === 'open') },
      on: { click: toggle },
    },
    icon('chevron'),
    untrusted(label),
  );

function messageRow(model: PanelModel, place: number, look: RowLook, events: RowEvents): HTMLElement {
  const message = model.messages[place];
  if (!message) return el('div');
  if (message.author < 0) return toldRow(model, message);
  const name = nameOf(model, message.author);
  const why = look.whys.get(place);
  const classes = [
    'message-row',
    message.kind === 'act' ? 'act' : '',
    look.thread ? `depth-${Math.min(look.thread.depth.get(place) ?? 0, DEEPEST)}` : message.replyTo ? 'reply' : '',
    message.audience === 'public' ? '' : message.audience,
    message.author === look.selected ? 'selected' : '',
  ];
  const choose = (event: Event): void => {
    if (!isControl(event.target) && !hasSelection()) events.select(message.author, true);
  };
  return el(
    'div',
    { class: classes.filter((part) => part).join(' '), on: { click: choose } },
    avatar(name, look.hue[message.author] ?? 0),
    el(
      'div',
      { class: 'message' },
      messageHead(model, message, place, look, events),
      quote(model, message, look, events),
      body(model, message, place, look, events),
      why ? whyBox(why, events) : null,
    ),
  );
}

/** A message of the world: without avatar and name, and different from messages of agents. */
const toldRow = (model: PanelModel, message: PanelMessage): HTMLElement =>
  el(
    'div',
    { class: 'told-row' },
    el('div', { class: 'told', attrs: { role: 'note', 'aria-label': words.world } }, ...toldLines(model, message)),
  );

const toldLines = (model: PanelModel, message: PanelMessage): (HTMLElement | null)[] => [
  message.audience === 'public'
    ? null
    : el(
        'p',
        { class: 'how' },
        icon('lock'),
        untrusted(words.addressed(names(message.to.map((agent) => labelText(nameOf(model, agent)))))),
      ),
  el('p', { class: 'text', attrs: { dir: 'auto' } }, untrusted(message.text)),
];

const isControl = (target: EventTarget | null): boolean => target instanceof Element && target.closest('button, summary, .why') !== null;
/** A user who selects text to copy it does not want to go to another moment. */
const hasSelection = (): boolean => (window.getSelection()?.toString() ?? '') !== '';

/** The agent's colour and initials. They are decorative, because the name is next to them. */
export function avatar(name: string, hue: number): HTMLElement {
  return el('span', { class: `avatar hue-${hue}`, attrs: { 'aria-hidden': 'true' } }, initials(name));
}

function body(model: PanelModel, message: PanelMessage, place: number, look: RowLook, events: RowEvents): HTMLElement {
  const open = look.open.has(place);
  const shown = open ? message.text : shorten(message.text);
  const mentioned = message.mentions.map((agent) => ({ agent, id: model.agents[agent]?.id ?? '', name: nameOf(model, agent) }));
  const parts = segments(shown, mentioned);
  const named = new Set(parts.map((part) => part.agent));
  const unnamed = message.mentions.filter((agent) => !named.has(agent) && !message.to.includes(agent));
  const text = el(
    'p',
    { class: 'text', attrs: { dir: 'auto' } },
    ...parts.flatMap((part): readonly (Node | string)[] | Node =>
      part.agent === null
        ? marked(part.text, look.wanted.filter.text)
        : el(
            'button',
            { class: 'mention', attrs: { type: 'button' }, on: { click: () => events.select(part.agent ?? 0, true) } },
            part.text,
          ),
    ),
  );
  if (isBlank(message.text)) text.append(words.emptyMessage);
  if (shown.length < message.text.length)
    text.append(
      '… ',
      linkButton(words.showAll(message.text.length), () => events.toggle(place)),
    );
  else if (open)
    text.append(
      ' ',
      linkButton(words.showLess, () => events.toggle(place)),
    );
  const also = unnamed.length
    ? el('p', { class: 'also' }, words.alsoMentions(names(unnamed.map((agent) => labelText(nameOf(model, agent))))))
    : null;
  return el('div', {}, text, also);
}

/** A text in which the search text is highlighted. */
function marked(text: string, search: string): readonly (Node | string)[] {
  const wanted = search.trim().toLowerCase();
  const lower = text.toLowerCase();
  if (wanted === '' || lower.length !== text.length) return [text];
  const parts: (Node | string)[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), el('mark', {}, text.slice(at, at + wanted.length)));
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)];
}

/** An estimate of a row's height before it is drawn, good enough for the scroll bar. */
export function guessHeight(model: PanelModel, index: number, width: number): number {
  const row = model.rows[index];
  if (!row || row.kind === 'round') return 41;
  if (row.kind === 'silence') return 26;
  if (row.kind === 'note') return model.notes[row.first]?.kind === 'answers' ? 32 : 32 + 21 * row.count;
  const message = model.messages[row.message];
  const perLine = Math.max(16, (width - 90) / 6.6);
  return 46 + (message?.replyTo ? 24 : 0) + 19 * Math.max(1, Math.ceil(Math.min(message?.text.length ?? 0, 700) / perLine));
}

// The text of silent turns: the agents for each reason.

/** One sentence for each reason in the row, in the order of their first occurrence. */
export function silenceSentences(model: PanelModel, row: Extract<Row, { kind: 'silence' }>): string[] {
  const byReason = new Map<string, string[]>();
  for (const { agent, reason, seq } of model.silences.slice(row.first, row.first + row.count)) {
    if (seq > model.shown.seq) break;
    const who = nameOf(model, agent);
    const list = byReason.get(reason);
    if (!list) byReason.set(reason, [who]);
    else if (!list.includes(who)) list.push(who);
  }
  return [...byReason].map(([reason, who]) => words.silent(names(who), reasonWords(reason)));
}
