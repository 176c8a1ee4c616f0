/** Explains a missing value of a formula that reads a survey without answers. */
import { items } from '../../core/util/chunkedList.js';
import type { State } from '../../core/events/state.js';
import { namesRead } from '../../expr/index.js';
import type { ScenarioModel } from '../model/model.js';

/** The explanation; null if the formula reads no survey, or a survey that at least one agent has answered. */
export function unansweredWords({ surveys }: Pick<ScenarioModel, 'surveys'>, state: State, source: string): string | null {
  if (surveys.length === 0) return null;
  const names = new Set(namesRead(source.includes('$(') ? 'template' : 'expression', source).map(({ name }) => name));
  const read = surveys.find(({ id }) => names.has(id) && [...items(state.agents)].every((agent) => agent.surveys[id] === undefined));
  if (!read) return null;
  const why = `Nobody has answered the survey \`${read.id}\` yet.`;
  return read.schedule.start ? why : `${why} To have this value earlier, ask it earlier, for instance with \`at: [start, end]\`.`;
}
