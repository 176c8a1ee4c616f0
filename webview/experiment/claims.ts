/** The claims of an experiment as cards: a verdict with its reason, and rows that are filled while their runs are played. */
import { type ShownCard, shortVerdict } from '../../src/protocol/claimCard.js';
import type { ExperimentClaims } from '../../src/protocol/experiment.js';
import { el, setText, show, untrusted } from '../ui/dom.js';
import { button } from '../ui/toolkit.js';
import { claimWords as words } from './claimWords.js';

/** Cards in the page. The command line has all of them. */
const MOST_CARDS = 40;

export class Claims {
  readonly #bar = el('progress', { attrs: { 'aria-label': words.bar } });
  readonly #status = el('p', { class: 'status-line' });
  /** The text for screen readers: changes of the state and of what is played, not every run. */
  readonly #spoken = el('p', { class: 'unseen', attrs: { role: 'status' } });
  readonly #problem = el('p', { class: 'problem', attrs: { role: 'alert', dir: 'auto' } });
  readonly #verify: HTMLElement;
  readonly #stop: HTMLElement;
  readonly #cards = el('div', { class: 'claims' });
  readonly #progress = el('div', { class: 'progress-row' }, this.#bar, this.#status);
  readonly node: HTMLElement;
  /** The claims that are shown, as text: nodes are made again only when they change. */
  #built = '';

  constructor(post: { readonly verify: () => void; readonly stop: () => void }) {
    this.#verify = button('', 'secondary', post.verify);
    this.#stop = button(words.cancel, 'secondary', post.stop);
    this.#stop.title = words.cancelTitle;
    this.node = el(
      'section',
      { class: 'claims-section' },
      el('h2', {}, words.head),
      el('p', { class: 'quiet' }, words.about),
      el('div', { class: 'actions', attrs: { role: 'group', 'aria-label': words.actions } }, this.#verify, this.#stop),
      ...[this.#progress, this.#problem, this.#spoken, this.#cards],
    );
    show(this.node, false);
  }

  show(claims: ExperimentClaims): void {
    const { state, missing, problem, isStale } = claims;
    show(this.node, claims.claims.length > 0 || problem !== null);
    const isBusy = state === 'verifying' || state === 'stopping';
    const focused = [this.#verify, this.#stop].find((node) => node === document.activeElement);
    setText(this.#verify, words.verify(claims));
    show(this.#verify, !isBusy && claims.claims.length > 0);
    show(this.#stop, state === 'verifying' || state === 'counted');
    // The focus does not stay on a button that is no longer there.
    if (focused?.hidden) (this.#stop.hidden ? this.#verify : this.#stop).focus();
    show(this.#progress, isBusy);
    this.#bar.max = Math.max(1, Math.min(missing, claims.most));
    this.#bar.value = claims.done;
    setText(this.#status, words.progress(claims));
    setText(this.#spoken, words.spoken(claims));
    setText(this.#problem, problem ?? (isStale ? words.stale : ''));
    show(this.#problem, problem !== null || isStale);
    this.#fill(claims.claims);
  }

  #fill(claims: ExperimentClaims['claims']): void {
    const built = JSON.stringify(claims);
    if (built === this.#built) return;
    this.#built = built;
    const nodes = claims.slice(0, MOST_CARDS).map(({ id, says, card }) => cardNode(id, says, card));
    const more = claims.length - nodes.length;
    replaceParts(this.#cards, nodes, more > 0 ? [el('p', { class: 'quiet' }, words.more(more))] : []);
  }
}

/** Replaces parts that can be opened, which have a `data-id`. Open ones stay open, and the focus stays in place. */
export function replaceParts(root: HTMLElement, parts: readonly HTMLDetailsElement[], rest: readonly Node[]): void {
  const before = new Map([...root.querySelectorAll<HTMLDetailsElement>('details[data-id]')].map((node) => [node.dataset['id'], node]));
  const focused = document.activeElement?.closest<HTMLElement>('details[data-id]');
  const id = focused && root.contains(focused) ? focused.dataset['id'] : undefined;
  for (const part of parts) part.open = before.get(part.dataset['id'])?.open ?? part.open;
  root.replaceChildren(...parts, ...rest);
  if (id !== undefined)
    parts
      .find((part) => part.dataset['id'] === id)
      ?.querySelector('summary')
      ?.focus();
}

function cardNode(id: string, says: string, card: ShownCard | null): HTMLDetailsElement {
  const verdict = card ? shortVerdict(card.verdict) : words.unverified;
  const node = el(
    'details',
    { class: `claim ${card?.verdict.kind ?? 'unverified'}` },
    el(
      'summary',
      {},
      el('span', { class: 'verdict' }, verdict),
      ' ',
      untrusted(id, 'id'),
      ' ',
      el('code', { attrs: { dir: 'auto' } }, says),
    ),
    ...(card
      ? [el('p', { attrs: { dir: 'auto' } }, card.verdict.sentence), rowsNode(id, card)]
      : [el('p', { class: 'quiet' }, words.noCard)]),
  );
  node.dataset['id'] = id;
  return node;
}

/** With roles, because a narrow page shows the table as blocks. */
const rowsNode = (id: string, { rows }: ShownCard): HTMLElement =>
  el(
    'table',
    { class: 'card-rows', attrs: { role: 'table' } },
    el('caption', { class: 'unseen' }, words.rowsOf(id)),
    el('thead', { class: 'unseen', attrs: { role: 'rowgroup' } }, el('tr', { attrs: { role: 'row' } }, ...words.heads.map(columnHead))),
    el(
      'tbody',
      { attrs: { role: 'rowgroup' } },
      ...rows.map(({ row, question, state, lines, todo }) =>
        el(
          'tr',
          { class: state, attrs: { role: 'row' } },
          el('th', { attrs: { scope: 'row', role: 'rowheader' } }, row, el('span', { class: 'quiet' }, question)),
          el(
            'td',
            { attrs: { role: 'cell' } },
            ...lines.map((line) => el('p', { attrs: { dir: 'auto' } }, line)),
            ...(todo === null ? [] : [el('p', { class: 'todo', attrs: { dir: 'auto' } }, todo)]),
          ),
        ),
      ),
    ),
  );

const columnHead = (head: string): HTMLElement => el('th', { attrs: { scope: 'col', role: 'columnheader' } }, head);
