/** The world of a scenario, from the file to what `plan` reads: variables, roles, actions, phases, feed, parameters. */
import type { NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { Action, Feed, Order, Pair, Phase, Scenario, Society, World } from '../../language/generated/society.js';
import { audience } from '../observation/audience.js';
import { effect, formula, optionalTemplate, rule, template } from '../evaluation/formulas.js';
import type {
  ActionSpec,
  FeedSpec,
  GenerationSpec,
  OrderKind,
  OrderSpec,
  PairSpec,
  PhaseKind,
  PhaseSpec,
  PlaceSpec,
  ResolveSpec,
  VarSpec,
} from '../model/worldSpec.js';
import { placeSpecs } from '../evaluation/places.js';
import type { Report } from '../model/faults.js';
import { select } from '../evaluation/selectors.js';
import { args, variables } from '../evaluation/variables.js';

/** The world of a scenario that names none. */
const DEFAULT_WORLD = 'feed';
const DEFAULT_FEED_SIZE = 12;

/** The default values of a reaction that can accompany an act. */
const VOTES = ['up', 'down'] as const;

export interface CompiledWorld {
  readonly world: { readonly id: string; readonly at: NodeId; readonly does: ReturnType<typeof template> };
  readonly params: { readonly [name: string]: Json };
  readonly vars: readonly VarSpec[];
  readonly agentVars: readonly VarSpec[];
  readonly places: readonly PlaceSpec[];
  readonly phases: readonly PhaseSpec[];
  readonly measures: { readonly [id: string]: string | number | boolean };
  readonly roles: NonNullable<World['roles']>;
}

/** Id of the world that a scenario runs in. */
export const worldUsed = ({ world }: Scenario): string =>
  world === undefined ? DEFAULT_WORLD : typeof world === 'string' ? world : world.use;

/** Compiles the world of a scenario. Returns null, with a report, if the society does not have that world. */
export function compileWorld(society: Society, scenario: Scenario, at: NodeId, report: Report): CompiledWorld | null {
  const use = worldUsed(scenario);
  const given = typeof scenario.world === 'object' ? (scenario.world.with ?? {}) : {};
  const world = society.worlds?.[use];
  if (!world) {
    report('error', `${at}.world`, `There is no world \`${use}\`. Add \`imports: [library/${use}]\` or write it under \`worlds:\`.`);
    return null;
  }
  const node = `worlds.${use}`;
  const actions = new Map(
    Object.entries(world.actions ?? {}).map(([id, action]) => [id, actionSpec(id, action, `${node}.actions.${id}`, report)]),
  );
  const feed = feedSpec(world.feed, null, `${node}.feed`, report);
  const roles = world.roles ?? {};
  const roleVars = Object.entries(roles).flatMap(([role, { vars }]) => variables(vars, `${node}.roles.${role}.vars`, role, report));
  return {
    world: { id: use, at: node, does: template(world.does, `${node}.does`, report) },
    params: { ...world.params, ...given } as { [name: string]: Json },
    vars: variables(world.vars, `${node}.vars`, null, report),
    places: placeSpecs(world, node, report),
    agentVars: [...variables(world.agent_vars, `${node}.agent_vars`, null, report), ...roleVars],
    phases: Object.entries(world.phases ?? {}).map(([id, phase]) => phaseSpec(id, phase, `${node}.phases.${id}`, actions, feed, report)),
    measures: world.measures ?? {},
    roles,
  };
}

function feedSpec(feed: Feed | undefined, over: FeedSpec | null, at: NodeId, report: Report): FeedSpec {
  const of = feed?.of === undefined || feed.of === 'public' ? (over?.of ?? 'public') : { network: feed.of };
  if (feed?.size !== undefined && feed.size < 0) report('error', `${at}.size`, 'The size of a feed must be 0 or more.');
  const following = feed?.following && {
    network: feed.following.network,
    share: feed.following.share ?? 0.5,
    rank: feed.following.rank ?? null,
  };
  return {
    ...{ rank: feed?.rank ?? over?.rank ?? 'chronological', size: feed?.size ?? over?.size ?? DEFAULT_FEED_SIZE, of },
    following: following ?? over?.following ?? null,
    hide: feed?.hide ?? over?.hide ?? null,
    note: optionalTemplate(feed?.note, `${at}.note`, report) ?? over?.note ?? null,
  };
}

function actionSpec(id: string, action: Action, at: NodeId, report: Report): ActionSpec {
  const kind = action.kind ?? 'act';
  const on = action.on === 'message' || kind === 'reaction';
  const share = action.share && {
    at: `${at}.share`,
    of: formula(action.share.of, `${at}.share.of`, report),
    ask: action.share.ask,
    rule: action.share.rule ?? 'proportional',
  };
  return {
    ...{ id, at, kind, on },
    does: template(action.does, `${at}.does`, report),
    to: kind === 'message' || action.to !== undefined ? audience(action.to, 'public', `${at}.to`, report) : { kind: 'nobody' },
    values: action.values ?? (kind === 'reaction' ? VOTES : []),
    when: rule(action.when, `${at}.when`, report),
    test: rule(action.if, `${at}.if`, report),
    ...quoting(action, at, report),
    args: args(action.args, `${at}.args`, report),
    effect: effect(action.effect, `${at}.effect`, report),
    seenBy: audience(action.seen_by, action.tell === undefined ? 'nobody' : 'public', `${at}.seen_by`, report),
    tell: optionalTemplate(action.tell, `${at}.tell`, report),
    share: share?.of ? { ...share, of: share.of } : null,
    duration: action.duration ?? 0,
  };
}

/** The name `text` itself, not a field such as `message.text`. */
const OWN_TEXT = /(?<![.\w])text\b/;

function quoting({ quote, kind }: Action, at: NodeId, report: Report): Pick<ActionSpec, 'quote' | 'worded'> {
  const passed = optionalTemplate(quote, `${at}.quote`, report);
  return { quote: passed, worded: kind === 'message' && (quote === undefined || OWN_TEXT.test(quote.replace(/'[^']*'/g, ''))) };
}

function orderSpec(order: Order | undefined, phase: Phase, at: NodeId, report: Report): OrderSpec {
  const long = typeof order === 'object' ? order : null;
  const kind = (long?.kind ?? order ?? 'simultaneous') as OrderKind;
  const words = ['speaker', 'random', 'round_robin'] as const;
  const chooser =
    words.find((word) => word === (long?.chooser ?? 'speaker')) ?? formula(long?.chooser, `${at}.chooser`, report) ?? 'speaker';
  return {
    kind,
    chooser,
    first: long?.first === undefined || long.first === 'random' ? null : select(long.first, `${at}.first`, report),
    turns: long?.turns ?? phase.turns ?? null,
    mayEnd: long?.may_end ?? kind === 'moderated',
    rate: formula(long?.rate, `${at}.rate`, report),
    hours: hoursOf(long?.hours, `${at}.hours`, report),
  };
}

function hoursOf(hours: readonly number[] | undefined, at: NodeId, report: Report): readonly number[] | null {
  if (hours === undefined) return null;
  if (hours.length !== 24) report('error', at, `A day has 24 hours, and here are ${hours.length} values.`);
  return hours;
}

const pairSpec = (pair: Pair | undefined): PairSpec | null =>
  pair
    ? {
        ...{ kind: pair.kind, neverAgain: pair.never_again === true, alternate: pair.alternate === true },
        ...{ along: pair.along ?? null, each: pair.each ?? 1, roles: pair.roles ?? [] },
      }
    : null;

function phaseSpec(
  id: string,
  phase: Phase,
  at: NodeId,
  actions: ReadonlyMap<string, ActionSpec>,
  feed: FeedSpec,
  report: Report,
): PhaseSpec {
  const find = (name: string): readonly ActionSpec[] => {
    const action = actions.get(name);
    if (!action) report('error', at, `The phase names the action \`${name}\`, which the world does not have.`);
    return action ? [action] : [];
  };
  return {
    ...{ id, at, kind: kindOf(phase), world: true, survey: null, intervention: null },
    who: phase.who === undefined ? null : select(phase.who, `${at}.who`, report),
    when: rule(phase.when, `${at}.when`, report),
    until: formula(phase.until, `${at}.until`, report),
    order: orderSpec(phase.order, phase, `${at}.order`, report),
    actions: (phase.actions ?? []).flatMap(find),
    riders: Object.entries(phase.riders ?? {}).flatMap(([name, most]) => find(name).map((action) => ({ action, most }))),
    archetypes: sharesQuestions(phase) ? (phase.archetypes ?? null) : null,
    feed: feedSpec(phase.feed, feed, `${at}.feed`, report),
    pair: pairSpec(phase.pair),
    resolve: resolveSpec(phase, at, report),
    tell: optionalTemplate(phase.tell, `${at}.tell`, report),
    effect: effect(phase.then, `${at}.then`, report),
    replace: generation(phase, at, report),
    stop: rule(phase.stop, `${at}.stop`, report),
  };
}

/** Only agents that act at the same time can share a question: otherwise each sees what came before. */
const sharesQuestions = (phase: Phase): boolean =>
  kindOf(phase) === 'act' && (typeof phase.order === 'object' ? phase.order.kind : (phase.order ?? 'simultaneous')) === 'simultaneous';

/** The kind of a phase: its `do`, else the kind of what it contains. */
function kindOf(phase: Phase): PhaseKind {
  if (phase.resolve) return 'resolve';
  if (phase.do !== undefined) return phase.do;
  return (phase.actions ?? []).length > 0 ? 'act' : 'none';
}

function resolveSpec({ resolve }: Phase, at: NodeId, report: Report): ResolveSpec | null {
  if (!resolve) return null;
  const node = `${at}.resolve`;
  return {
    at: node,
    ask: template(resolve.ask, `${node}.ask`, report),
    mind: resolve.of ?? 'builtin',
    answer: args(resolve.answer, `${node}.answer`, report),
  };
}

function generation({ replace }: Phase, at: NodeId, report: Report): GenerationSpec | null {
  const by = replace && formula(replace.by ?? 0, `${at}.replace.by`, report);
  return replace && by ? { at: `${at}.replace`, keep: replace.keep ?? 0.5, by, inherit: replace.inherit ?? [] } : null;
}
