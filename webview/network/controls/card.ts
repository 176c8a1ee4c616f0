/** The card of an agent next to the picture: name, interests, strongest ties, and a link to its text. */
import { tieList } from '../../agent/sections.js';
import { el, linkButton, show, untrusted } from '../../ui/dom.js';
import { nameOf, strongest, type PanelModel } from '../../state/model.js';
import { labelText } from '../../state/names.js';
import { iconButton } from '../../ui/toolkit.js';
import { avatar } from '../../conversation/rows.js';
import { words } from '../../ui/strings.js';

const MOST_TIES = 4;
const MOST_INTERESTS = 6;

interface CardEvents {
  readonly select: (agent: number | null) => void;
  readonly reveal: (agent: number) => void;
  /** The user asks for all data about the agent. */
  readonly open: () => void;
}

interface Card {
  readonly node: HTMLElement;
  show(model: PanelModel, agent: number | null, hue: number): void;
}

export function createCard(events: CardEvents): Card {
  const node = el('aside', { class: 'card' });
  node.hidden = true;
  return {
    node,
    show(model, agent, hue) {
      show(node, agent !== null);
      node.replaceChildren(...(agent === null ? [] : contents(model, agent, hue, events)));
      if (agent !== null) node.setAttribute('aria-label', labelText(nameOf(model, agent)));
    },
  };
}

function contents(model: PanelModel, agent: number, hue: number, events: CardEvents): (HTMLElement | string)[] {
  const one = model.agents[agent];
  const name = nameOf(model, agent);
  const out = strongest(model, model.shown.out[agent]);
  const into = strongest(model, model.shown.into[agent]);
  const title = el(
    'div',
    { class: 'card-title' },
    avatar(name, hue),
    el(
      'div',
      { class: 'card-name' },
      el('strong', {}, untrusted(labelText(name))),
      one?.about ? el('p', { class: 'about' }, untrusted(one.about)) : null,
    ),
    iconButton('close', words.clear, () => events.select(null)),
  );
  const interests = el(
    'p',
    { class: 'interests' },
    ...(one?.interests ?? []).slice(0, MOST_INTERESTS).map((interest) => el('span', {}, untrusted(labelText(interest)))),
  );
  const ties =
    out.length + into.length === 0
      ? [el('p', { class: 'quiet' }, words.noTiesOfOne)]
      : [tieList(model, words.tiesOut, out, events, MOST_TIES), tieList(model, words.tiesIn, into, events, MOST_TIES)];
  const links = [
    linkButton(words.allOfOne, () => events.open()),
    ...(one?.node === null ? [] : [linkButton(words.reveal, () => events.reveal(agent), 'link needs-editor')]),
  ];
  return [title, ...(one?.interests.length ? [interests] : []), ...ties, el('p', { class: 'card-links' }, ...links)];
}
