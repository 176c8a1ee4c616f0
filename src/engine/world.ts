/** The world of a scenario, from its file to what `plan` reads: actions, phases, feed, parameters. */
import type { NodeId } from '../core/ids.js';
import type { Json } from '../core/json.js';
import { compileExpression } from '../expr/index.js';
import type { Action, Phase, Scenario, Society, World } from '../language/generated/society.js';
import type { ActionSpec, Formula, Order, PhaseSpec } from './model.js';
import type { Report } from './problems.js';

/** World that a scenario without one runs in. */
const DEFAULT_WORLD = 'feed';
const DEFAULT_FEED_SIZE = 12;
const ORDERS: readonly Order[] = ['simultaneous', 'sequential', 'shuffled'];

export interface CompiledWorld {
  readonly params: { readonly [name: string]: Json };
  readonly feedSize: number;
  readonly phases: readonly PhaseSpec[];
}

/** Id of the world that a scenario runs in. */
export const worldUsed = ({ world }: Scenario): string =>
  world === undefined ? DEFAULT_WORLD : typeof world === 'string' ? world : world.use;

export function compileWorld(society: Society, scenario: Scenario, at: NodeId, report: Report): CompiledWorld | null {
  const use = worldUsed(scenario);
  const given = typeof scenario.world === 'object' ? (scenario.world.with ?? {}) : {};
  const world = society.worlds?.[use];
  if (!world) {
    report('error', `${at}.world`, `There is no world \`${use}\`. Add \`imports: [library/${use}]\` or write it under \`worlds:\`.`);
    return null;
  }
  const node = `worlds.${use}`;
  later(world, node, report);
  const actions = new Map(
    Object.entries(world.actions ?? {}).map(([id, action]) => [id, actionSpec(id, action, `${node}.actions.${id}`, report)]),
  );
  const phases = Object.entries(world.phases ?? {}).map(([id, phase]) => phaseSpec(id, phase, `${node}.phases.${id}`, actions, report));
  return { params: { ...world.params, ...given } as { [name: string]: Json }, feedSize: world.feed?.size ?? DEFAULT_FEED_SIZE, phases };
}

/** What the format has and this engine does not run yet is said, never skipped in silence. */
function later(world: World, node: NodeId, report: Report): void {
  for (const key of ['vars', 'agent_vars', 'roles', 'measures'] as const) {
    if (world[key] !== undefined)
      report('warning', `${node}.${key}`, `This version does not run \`${key}\` of a world yet; it is ignored.`);
  }
  if (world.feed?.rank !== undefined && world.feed.rank !== 'chronological') {
    report('warning', `${node}.feed.rank`, `This version ranks a feed by time only; \`${world.feed.rank}\` is ignored.`);
  }
}

function actionSpec(id: string, action: Action, at: NodeId, report: Report): ActionSpec {
  const kind = action.kind ?? 'act';
  if (kind === 'act')
    report('error', at, `This version runs actions of the kinds message, reaction and nothing; \`${id}\` is of the kind act.`);
  const on = action.on === 'message' || kind === 'reaction';
  const to = action.to === 'agent' ? 'agent' : 'public';
  return {
    id,
    at,
    kind: kind === 'act' ? 'nothing' : kind,
    does: (action.does ?? '').trim(),
    to,
    on,
    when: formula(action.when, `${at}.when`, report),
  };
}

function phaseSpec(id: string, phase: Phase, at: NodeId, actions: ReadonlyMap<string, ActionSpec>, report: Report): PhaseSpec {
  const order = typeof phase.order === 'object' ? phase.order.kind : (phase.order ?? 'simultaneous');
  const known = ORDERS.find((o) => o === order);
  if (!known) report('error', `${at}.order`, `This version runs the orders ${ORDERS.join(', ')}; not yet \`${order}\`.`);
  for (const key of ['do', 'tell', 'then', 'stop', 'pair', 'replace', 'resolve', 'until', 'turns', 'when'] as const) {
    if (phase[key] !== undefined) report('error', `${at}.${key}`, `This version does not run \`${key}\` of a phase yet.`);
  }
  const find = (name: string): readonly ActionSpec[] => {
    const action = actions.get(name);
    if (!action) report('error', at, `The phase names the action \`${name}\`, which the world does not have.`);
    return action ? [action] : [];
  };
  return {
    id,
    at,
    order: known ?? 'simultaneous',
    actions: (phase.actions ?? []).flatMap(find),
    riders: Object.entries(phase.riders ?? {}).flatMap(([name, most]) => find(name).map((action) => ({ action, most }))),
  };
}

/** A compiled expression, or null where there is none or it is wrong (which is reported). */
export function formula(source: string | number | boolean | undefined, at: NodeId, report: Report): Formula | null {
  if (source === undefined) return null;
  const compiled = compileExpression(String(source));
  if (compiled.ok) return { at, source: String(source), run: (scope) => compiled.run(scope) };
  for (const error of compiled.errors) report('error', at, error.message);
  return null;
}
