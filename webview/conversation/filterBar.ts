/** The controls of the filter: text, kind and agents. */
import { el, show } from '../ui/dom.js';
import { checkbox, select } from '../ui/toolkit.js';
import { words } from '../ui/strings.js';
import { EVERYTHING, type Filter, KINDS, type Kind } from './filter.js';

export interface FilterBar {
  /** The controls in their order. */
  readonly controls: readonly HTMLElement[];
  /** Sets the selected agents. The user can limit the conversation to them. */
  people(agents: readonly number[], label: string): void;
}

const isKind = (value: string): value is Kind => KINDS.some((kind) => kind === value);

export function createFilterBar(onChange: (filter: Filter) => void): FilterBar {
  let filter = EVERYTHING;
  let chosen: readonly number[] = [];
  let only = false;
  const change = (part: Partial<Filter>): void => {
    filter = { ...filter, ...part };
    onChange(filter);
  };
  const text = el('input', {
    class: 'find',
    attrs: { type: 'search', placeholder: words.search, 'aria-label': words.findMessages },
  });
  text.addEventListener('input', () => change({ text: text.value }));
  const kinds = select(words.kindOf, (value) => change({ kind: isKind(value) ? value : 'all' }));
  kinds.set(
    KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] })),
    filter.kind,
  );
  const person = checkbox(words.onlyOne, words.onlyOneTitle, (on) => {
    only = on;
    change({ among: on ? chosen : null });
  });
  show(person.node, false);
  return {
    controls: [text, kinds.node, person.node],
    people(agents, label) {
      show(person.node, agents.length > 0);
      if (agents.length > 0) person.name(label);
      else person.set((only = false));
      const wanted = only ? agents : null;
      chosen = agents;
      if (wanted?.join() !== filter.among?.join()) change({ among: wanted });
    },
  };
}
