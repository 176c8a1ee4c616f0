/** Finds agents by a text. It does not access the page, so the agent pane and tests can also use it. */
import { nameOf, type PanelModel } from '../../state/model.js';

/** Agents whose name or id contains the text. Those that begin with it come first. */
export function matching(model: PanelModel, text: string): readonly number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const rank = (agent: number): number => {
    const [name, id] = [nameOf(model, agent).toLowerCase(), model.agents[agent]!.id.toLowerCase()];
    if (name.startsWith(wanted) || id === wanted) return 0;
    return name.includes(wanted) || id.includes(wanted) ? 1 : 2;
  };
  const ranked = model.agents.map((_, agent) => [rank(agent), agent] as const).filter(([of]) => of < 2);
  return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, agent]) => agent);
}
