/** Asks for the shortest path from the agent to another agent, by name. */
import { el } from '../ui/dom.js';
import { type PanelModel, nameOf } from '../state/model.js';
import { labelText } from '../state/names.js';
import { matching } from '../network/graph/findAgent.js';
import { words } from '../ui/strings.js';

interface PathEvents {
  readonly path: (to: number) => void;
  readonly say: (text: string) => void;
}

/** Enter puts the found name into the field: the first name that begins with the typed text. */
export function createPathFinder(model: () => PanelModel | null, events: PathEvents): HTMLInputElement {
  const input = el('input', {
    class: 'path-to',
    attrs: { type: 'search', placeholder: words.pathTo, title: words.pathToTitle, 'aria-label': words.pathToTitle },
  });
  input.addEventListener('keydown', (event) => {
    const now = model();
    if (event.key !== 'Enter' || !now) return;
    const [to] = matching(now, input.value);
    if (to === undefined) return events.say(words.foundNobody);
    input.value = labelText(nameOf(now, to));
    events.path(to);
  });
  return input;
}
