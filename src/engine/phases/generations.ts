/**
 * Generations: the best agents by some value stay, the others leave, and the same number of newcomers join. A newcomer is drawn
 * from the persona or population of the agent that it replaces. It takes over variables of one agent that stays, drawn for each
 * newcomer (cultural transmission as in the donor game, arXiv 2412.10270).
 */
import { agentAt, varsOf } from '../../core/events/agents.js';
import { memberId } from '../../core/util/ids.js';
import { pick, rng } from '../../core/random/rng.js';
import { indexOf, singleIndices } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { specOf } from '../model/agentSpec.js';
import type { GenerationSpec, PhaseSpec } from '../model/worldSpec.js';
import type { ScenarioModel } from '../model/model.js';
import { participants } from '../turns/turnOrder.js';
import { startOf } from './crowdStarts.js';
import { numberOf } from '../evaluation/evaluate.js';
import { countedPass, passesAtOnce } from '../evaluation/rulePass.js';
import { agentValue, scopeOf } from '../evaluation/scope.js';
import type { PassSteps } from '../evaluation/societyValues.js';
import type { Writer } from '../model/writer.js';

/**
 * Replaces agents at the end of a phase. The share `keep` of its agents with the highest scores stays; equal scores keep the order
 * of the cast. If the scores take too many steps, nobody is replaced.
 */
export function replaceDrafts(model: ScenarioModel, writer: Writer, phase: PhaseSpec, spec: GenerationSpec): void {
  const { state } = writer;
  const members = participants(model, state, phase);
  const pass = countedPass(model, state);
  const scored: { readonly index: number; readonly score: number }[] = [];
  const scores = (index: number): unknown => scored.push({ index, score: scoreOf(model, state, spec, index, pass) });
  if (!passesAtOnce(model, spec.by, pass, members, scores)) return;
  const best = [...scored].sort((a, b) => b.score - a.score || a.index - b.index);
  const stay = best.slice(0, Math.round(spec.keep * members.length)).map(({ index }) => index);
  const staying = new Set(stay);
  const leave = members.filter((index) => !staying.has(index));
  const ids = new FreshIds(state);
  for (const index of leave) follow(model, writer, spec, index, { stay, ids });
}

function scoreOf(model: ScenarioModel, state: State, spec: GenerationSpec, index: number, pass: PassSteps | null): number {
  const me = agentValue(model, state, index);
  return numberOf(spec.by, scopeOf(model, state, { me, agent: me }, pass)) ?? -Infinity;
}

/** The agents that stay, and the ids of newcomers. */
interface Succession {
  readonly stay: readonly number[];
  readonly ids: FreshIds;
}

/** One agent leaves and one joins. */
function follow(model: ScenarioModel, writer: Writer, spec: GenerationSpec, gone: number, { stay, ids }: Succession): void {
  const { state } = writer;
  const { from, self } = specOf(model, state, gone);
  const id = ids.next(state, from);
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

/** The next free ids after the ids of agents: `regulars_07` after `regulars_06`, `ada_02` after `ada`. */
class FreshIds {
  /** The last number of each origin: at first its agents, of whom each has one of the numbers. */
  readonly #last = new Map<string, number>();

  constructor({ roster, individuals }: State) {
    const count = (from: string, more: number): void => void this.#last.set(from, (this.#last.get(from) ?? 0) + more);
    for (const { from, count: members } of roster.crowds) count(from, members);
    for (const index of singleIndices(roster)) count(agentAt({ roster, individuals }, index)!.from, 1);
  }

  next({ roster }: State, from: string): string {
    for (let k = (this.#last.get(from) ?? 0) + 1; ; k++) {
      const id = memberId(from, k, 10);
      if (indexOf(roster, id) >= 0) continue;
      this.#last.set(from, k);
      return id;
    }
  }
}

/** The name with the number of its id. */
const freshName = (name: string, id: string): string => `${name.replace(/ \d+$/, '')} ${Number(id.slice(id.lastIndexOf('_') + 1))}`;
