/** Several agents that were chosen together: who, the ties among them, their rewards on average. */
import { el, untrusted } from '../ui/dom.js';
import { type PanelModel, nameOf } from '../state/model.js';
import { labelText } from '../state/names.js';
import { groupOf } from '../network/sight/group.js';
import { HUES } from '../ui/palette.js';
import { avatar } from '../trace/rows.js';
import { decimal } from '../ui/format.js';
import { words } from '../ui/strings.js';
import { factList, section, type TieEvents } from './sections.js';

/** More of them than this are counted and not named. */
const MOST = 200;

export function groupView(model: PanelModel, agents: readonly number[], hue: readonly number[], events: TieEvents): readonly HTMLElement[] {
  const { ties, possible, strength, out, into, rewards } = groupOf(model, agents);
  const one = (agent: number): HTMLElement =>
    el(
      'li',
      {},
      el(
        'button',
        { class: 'tie', attrs: { type: 'button', 'data-key': String(agent) }, on: { click: () => events.select(agent) } },
        avatar(nameOf(model, agent), hue[agent] ?? HUES),
        el('span', { class: 'tie-name' }, untrusted(labelText(nameOf(model, agent)))),
      ),
    );
  const more = agents.length > MOST ? el('li', { class: 'quiet' }, words.more(agents.length - MOST)) : null;
  const facts = [
    [words.groupTies, words.groupFacts(ties, possible, decimal(strength))] as const,
    [words.groupOutward, words.groupBoth(out, into)] as const,
  ];
  return [
    el('h3', { class: 'group-head' }, words.groupHead(agents.length)),
    section(words.ties, factList(facts)),
    ...(rewards.length > 0
      ? [section(words.groupRewards, factList(rewards.map(([id, , mean]) => [words.measure(id), decimal(mean)] as const)))]
      : []),
    section(words.whoHead, el('ul', { class: 'group-list' }, ...agents.slice(0, MOST).map(one), more)),
  ];
}
