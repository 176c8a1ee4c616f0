/** Why a formula lacks a value: it reads a survey that nobody has answered yet. */
import { items } from '../../core/util/chunkedList.js';
import type { State } from '../../core/events/state.js';
import { namesRead } from '../../expr/index.js';
import type { ScenarioModel } from '../model/model.js';

/** What to say of a formula that lacks a value; null where it reads no survey, or one that somebody has answered. */
export function unansweredWords({ surveys }: Pick<ScenarioModel, 'surveys'>, state: State, source: string): string | null {
  if (surveys.length === 0) return null;
  const names = new Set(namesRead(source.includes('$(') ? 'template' : 'expression', source).map(({ name }) => name));
  const read = surveys.find(({ id }) => names.has(id) && [...items(state.agents)].every((agent) => agent.surveys[id] === undefined));
  if (!read) return null;
  const why = `Nobody has answered the survey \`${read.id}\` yet.`;
  return read.schedule.start ? why : `${why} To have this value earlier, ask it earlier, for instance with \`at: [start, end]\`.`;
}
