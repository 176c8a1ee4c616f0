/**
 * Generations: the best agents by some value stay, the others leave, and the same number of newcomers join. A newcomer is drawn
 * from the persona or population of the agent that it replaces. It takes over variables of one agent that stays, drawn for each
 * newcomer (cultural transmission as in the donor game, arXiv 2412.10270).
 */
import { agentAt, eachAgent, varsOf } from '../../core/events/agents.js';
import { memberId } from '../../core/util/ids.js';
import { pick, rng } from '../../core/random/rng.js';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { specOf } from '../model/agentSpec.js';
import type { GenerationSpec, PhaseSpec } from '../model/worldSpec.js';
import type { ScenarioModel } from '../model/model.js';
import { participants } from '../turns/turnOrder.js';
import { startOf } from './crowdStarts.js';
import { numberOf } from '../evaluation/evaluate.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import type { Writer } from '../model/writer.js';

/**
 * Replaces agents at the end of a phase. The share `keep` of its agents with the highest scores stays; equal scores keep the order
 * of the cast.
 */
export function replaceDrafts(model: ScenarioModel, writer: Writer, phase: PhaseSpec, spec: GenerationSpec): void {
  const { state } = writer;
  const members = participants(model, state, phase);
  const scored = members.map((index) => ({ index, score: scoreOf(model, writer, spec, index) }));
  const best = [...scored].sort((a, b) => b.score - a.score || a.index - b.index);
  const stay = best.slice(0, Math.round(spec.keep * members.length)).map(({ index }) => index);
  const staying = new Set(stay);
  const leave = members.filter((index) => !staying.has(index));
  for (const index of leave) follow(model, writer, spec, index, stay);
}

function scoreOf(model: ScenarioModel, writer: Writer, spec: GenerationSpec, index: number): number {
  const me = agentValue(model, writer.state, index);
  return numberOf(spec.by, scopeOf(model, writer.state, { me, agent: me })) ?? -Infinity;
}

/** One agent leaves and one joins. */
function follow(model: ScenarioModel, writer: Writer, spec: GenerationSpec, gone: number, stay: readonly number[]): void {
  const { state } = writer;
  const { from, self } = specOf(model, state, gone);
  const id = freshId(state, from);
  const old = agentAt(state, gone)!;
  const joined = writer.emit({ type: 'agent.left', agent: old.id }, spec.at);
  writer.emit({ type: 'agent.joined', agent: id, name: freshName(self.name, id), mind: old.mind, from }, spec.at, joined);
  const parent = pick(rng(model.seed, 'engine.inherit', state.round, id), stay);
  const inherited = parent === undefined ? {} : varsOf(state, parent);
  const index = indexOf(writer.state.roster, id);
  const { part, vars } = specOf(model, writer.state, index);
  for (const one of model.agentVars) {
    const { id: name, role } = one;
    if (role !== null && part?.role !== role) continue;
    const me = agentValue(model, writer.state, index);
    const passed = spec.inherit.includes(name) ? inherited[name] : undefined;
    const value = passed ?? vars[name] ?? startOf(one, scopeOf(model, writer.state, { me }));
    if (value !== null) writer.emit({ type: 'variable.set', name, agent: id, value }, spec.at, joined);
  }
}

/** The next free id after an agent's id: `regulars_07` after `regulars_06`, `ada_02` after `ada`. */
function freshId(state: State, from: string): string {
  let line = 0;
  for (const [, agent] of eachAgent(state)) if (agent.from === from) line++;
  for (let k = line + 1; ; k++) {
    const id = memberId(from, k, 10);
    if (indexOf(state.roster, id) < 0) return id;
  }
}

/** The name with the number of its id. */
const freshName = (name: string, id: string): string => `${name.replace(/ \d+$/, '')} ${Number(id.slice(id.lastIndexOf('_') + 1))}`;
