/** Compiles a resolved file to a model that can run. Wrong parts are reported at their nodes. It never throws. */
import { closedFaultLog, type ModelProblem, type Report } from '../model/faults.js';
import type { MindLabel } from '../../core/events/events.js';
import { mindVersion } from '../../core/mindLabels.js';
import { noSuch } from '../../core/util/suggest.js';
import type { Scenario, Society } from '../../language/generated/society.js';
import { checkAnswerScales, checkUnsaid } from './unsaidFields.js';
import { arrivals, partsOf } from '../population/cast.js';
import { agentSpec, type Castable, crowdSpecs, DEFAULT_MIND, isCrowd } from '../population/agents.js';
import { clockSpec } from '../model/clock.js';
import { coachSpec } from '../phaseKinds/coach.js';
import { CURRENT_FLAGS, hasFlag } from '../model/flags.js';
import { formula, template } from '../evaluation/formulas.js';
import { memorySpec } from '../memory/memory.js';
import { checkNames } from '../population/ambiguousNames.js';
import { checkFeeds, networkSpecs } from './networks.js';
import { castIndex } from '../population/castIndex.js';
import { type AgentSpecs, agentSpecsOf, firstValues, variableNames } from '../model/agentSpecs.js';
import type { Like, ScenarioModel, NullRun, Perturbation } from '../model/model.js';
import { expectationSpecs } from '../phases/expectations.js';
import type { MeasureSpec } from '../model/studySpec.js';
import type { NetworkSpec, PhaseSpec, VarSpec } from '../model/worldSpec.js';
import { type PromptBook, promptBook } from './prompts.js';
import { withDerived } from '../privacy/provenance.js';
import { standardMeasures } from '../evaluation/scope.js';
import { ratingSpec } from '../phases/ratings.js';
import { checkReads, readMemories } from '../population/readDocuments.js';
import { rewardMeasures, rewardSpecs } from '../phaseKinds/rewards.js';
import type { Table } from '../population/tableRows.js';
import { secretSpecs } from '../privacy/secrets.js';
import { groupSpecs, lookedBackAt, studyOf, type StudySpecs } from './study.js';
import { program } from './program.js';
import type { ScenarioParts } from '../phaseKinds/handler.js';
import { PHASES } from '../phaseKinds/table.js';
import { variables } from '../evaluation/variables.js';
import { awayMinds, checkPrivate } from '../observation/withholdPrivate.js';
import { type CompiledWorld, compileWorld } from './world.js';

export interface CompileOptions {
  readonly scenario?: string;
  readonly seed?: number;
  readonly rounds?: number;
  /** One mind for all agents, in place of those in the file. */
  readonly mind?: string;
  /** Id of the wording of the prompts to use. */
  readonly wording?: string;
  /** Matches patterns. Needed if the society uses any (`usesPatterns`). */
  readonly like?: Like;
  /** Rows of populations with `from`, by population id. A port reads them. */
  readonly tables?: ReadonlyMap<string, Table>;
  /** Runs rules and formulas agent by agent, to compare with their run over columns. */
  readonly byRecord?: boolean;
  /** Kinds of null run to compile. */
  readonly nulls?: readonly NullRun[];
  /** Changes of every question that should not matter. */
  readonly perturb?: readonly Perturbation[];
  /** Engine flags of a recorded run. Without it, those of a new run. */
  readonly flags?: readonly number[];
  /** Labels of the minds of a recorded run. They keep the versions that answered. */
  readonly minds?: readonly MindLabel[];
}

export type Compiled =
  | { readonly ok: true; readonly model: ScenarioModel; readonly problems: readonly ModelProblem[] }
  | { readonly ok: false; readonly problems: readonly ModelProblem[] };

/** Defaults for what a file does not say. The numbers of the tie rule are ours. */
const DEFAULTS = {
  rounds: 10,
  seed: 1,
} as const;

/** Compiles one scenario of a society, by default the first. With any error there is no model. Warnings come with the model. */
export function compileModel(society: Society, options: CompileOptions = {}): Compiled {
  const problems: ModelProblem[] = [];
  const report: Report = (severity, at, message, code) => problems.push({ severity, at, message, ...(code === undefined ? {} : { code }) });
  const id = options.scenario ?? Object.keys(society.scenarios ?? {})[0];
  const scenario = id === undefined ? undefined : society.scenarios?.[id];
  if (id === undefined || !scenario) {
    report(
      'error',
      'scenarios',
      id === undefined
        ? 'There is no scenario to run. Write one under `scenarios:`.'
        : noSuch('scenario', id, Object.keys(society.scenarios ?? {})),
    );
    return { ok: false, problems };
  }
  const model = modelOf(society, id, scenario, options, report);
  return model && problems.every((p) => p.severity !== 'error') ? { ok: true, model, problems } : { ok: false, problems };
}

function modelOf(society: Society, id: string, scenario: Scenario, options: CompileOptions, report: Report): ScenarioModel | null {
  const at = `scenarios.${id}`;
  const seed = options.seed ?? scenario.seed ?? DEFAULTS.seed;
  const world = compileWorld(society, scenario, at, report);
  const flags = new Set(options.flags ?? CURRENT_FLAGS);
  const { cast, waiting } = arrivals(society, scenario, seed, at, {
    ...{ report, decimals: !hasFlag({ flags }, 'whole_numbers'), lists: !hasFlag({ flags }, 'one_of_several') },
    ...(options.tables ? { tables: options.tables } : {}),
  });
  if (cast.length === 0)
    report('error', `${at}.cast`, 'No agent takes part. Write people under `personas:` or a population under `populations:`.');
  const language = society.language ?? 'en';
  const book = promptBook({
    ...{ society, scenario, at, language, wording: options.wording, flags, report },
  });
  if (!world || !book) return null;
  const parts = partsOf(scenario, world.roles, at, report);
  const nulls = new Set(options.nulls ?? []);
  const alone = nulls.has('random') ? 'random' : options.mind;
  const read = readMemories(scenario.reads, at);
  const mindOf = (one: Castable, part: { readonly model: string | undefined } | undefined): string =>
    alone ?? part?.model ?? one.persona.model ?? scenario.model ?? DEFAULT_MIND;
  const agents = agentSpecsOf(
    cast.map((one) => {
      const waits = waiting.has(one);
      if (isCrowd(one)) {
        const first = one.member(0);
        const [mind, prompt] = [mindOf(first, undefined), book.specOf(first.persona, one.at)];
        return { ...one, mind, waiting: waits, member: crowdSpecs(one, mind, prompt, { waiting: waits }) };
      }
      const part = parts.get(one.id) ?? (hasFlag({ flags }, 'populations_in_parts') ? parts.get(one.from) : undefined);
      const secrets = secretSpecs(one.persona.secrets, one.at, report);
      const casting = { read, secrets, waiting: waits, ...(part ? { part: part.spec, vars: part.vars } : {}) };
      return agentSpec(one, mindOf(one, part), book.specOf(one.persona, one.at), casting);
    }),
  );
  checkPrivate(agents.representatives, report);
  checkUnsaid(agents, report);
  checkWording(book, options.wording, at, report);
  const studied = studySpecs(society, agents).filter(({ id }) => !world.agentVars.some((spec) => spec.id === id));
  const around = studyOf(society, scenario, at, options.like ?? null, report);
  const networks = networkSpecs({
    society,
    scenario,
    cast: castIndex(cast),
    agents,
    seed,
    report,
    strict: hasFlag({ flags }, 'graph_fields'),
  });
  checkFeeds(world.phases, networks, report);
  const beside = outsiders(besideOf({ society, scenario, at, report, alone }, around, networks, nulls), alone);
  checkReads(agents.representatives, beside.memory, report);
  const agentVars = [...world.agentVars, ...studied];
  const { world: where, params, vars, places } = world;
  const groups = groupSpecs(scenario, at, report);
  const phases = program(outsidePhases(world.phases, alone), beside, {
    at,
    sets: vars.length + agentVars.length + groups.length + places.length > 0,
  });
  const measures = [
    ...measureSpecs(society, scenario, at, world, { agents: agents.length, crowds: hasFlag({ flags }, 'crowds') }, report),
    ...rewardMeasures(beside.rewards, scenario),
  ];
  const declared = { world: where.at, scenario: at, params, vars, agentVars, measures, surveys: around.surveys, groups, places, agents };
  if (hasFlag({ flags }, 'names_apart')) checkNames(declared, report);
  checkAnswerScales(around.surveys, agentVars, agents, report);
  const mindFor = alone === undefined ? (scenario.model_for ?? {}) : {};
  const speaking = [...agents.representatives.map(({ mind }) => mind), ...mindsFor(mindFor, phases), ...outsideMinds(beside, phases)];
  const minds = mindLabels(society, speaking, beside.memory.embeddings?.mind, options.minds);
  const model: ScenarioModel = {
    title: society.title ?? id,
    ...{ scenario: id, at, language, seed, agents, groups, places, params, vars, agentVars, world: where },
    premise: template(scenario.premise, `${at}.premise`, report),
    notice: scenario.notice?.trim() ?? null,
    rounds: options.rounds ?? scenario.rounds ?? DEFAULTS.rounds,
    nulls,
    perturbed: new Set(options.perturb ?? []),
    ...(options.byRecord ? { byRecord: true as const } : {}),
    flags,
    faultLog: closedFaultLog(),
    minds,
    mindFor,
    budget: budgetOf(scenario.budget),
    away: awayMinds(
      society,
      minds.map(({ id: mind }) => mind),
    ),
    roles: rolesOf(agents),
    agentVarsPoint:
      places.length > 0 ||
      [...agentVars, ...vars].some(({ kind }) => kind === 'agent') ||
      around.surveys.some(({ items }) => items.some(({ agents: among }) => among)),
    phases,
    ...beside,
    clock: clockSpec(scenario.clock, `${at}.clock`, report),
    until: formula(scenario.until, `${at}.until`, report),
    measures,
    expectations: expectationSpecs(scenario, at, report),
    wordings: book.wordings(),
    wording: options.wording ?? null,
    like: options.like ?? null,
  };
  return hasFlag(model, 'private_by_provenance') ? withDerived(model) : model;
}

/** Study variables of the agents, each once, with its kind. */
function studySpecs(society: Society, agents: AgentSpecs): readonly VarSpec[] {
  const declared = Object.entries(society.populations ?? {}).flatMap(([id, { vars }]) =>
    variables(vars, `populations.${id}.vars`, null, () => undefined).filter((spec) => agents.firstOf(id) >= 0 && spec.id in (vars ?? {})),
  );
  const found = new Map([...declared].map((spec) => [spec.id, { ...spec, start: () => null, optional: true }]));
  for (const name of variableNames(agents))
    if (!found.has(name)) {
      const { value } = firstValues(agents, name).next();
      const kind =
        typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'text' : 'any';
      found.set(name, {
        id: name,
        at: '',
        kind,
        optional: true,
        words: [],
        low: null,
        high: null,
        start: () => null,
        reset: false,
        role: null,
      });
    }
  return [...found.values()];
}

/** `1.50 USD` is an amount and a currency, as the schema requires. */
function budgetOf(budget: Scenario['budget']): ScenarioModel['budget'] {
  if (!budget) return null;
  const [amount, currency] = budget.money?.split(' ') ?? [];
  const { calls, tokens } = budget;
  return { calls, tokens, money: currency === undefined ? undefined : { amount: Number(amount), currency } };
}

/** The members of crowds have no roles. */
function rolesOf(agents: AgentSpecs): ScenarioModel['roles'] {
  const roles: { [role: string]: number[] } = {};
  for (const { self, part } of agents.representatives) if (part) (roles[part.role] ??= []).push(agents.indexOf(self.id));
  return roles;
}

function checkWording(book: PromptBook, wording: string | undefined, at: string, report: Report): void {
  const known = book.wordings();
  if (wording === undefined || known.includes(wording)) return;
  const there = known.length === 0 ? 'No set of prompts here has `wordings:`.' : `There are: ${known.join(', ')}.`;
  report('error', `${at}.prompts`, `There is no wording \`${wording}\`. ${there}`);
}

/** The parts of a scenario around its world. */
function besideOf(
  {
    society,
    scenario,
    at,
    report,
    alone,
  }: {
    readonly society: Society;
    readonly scenario: Scenario;
    readonly at: string;
    readonly report: Report;
    readonly alone: string | undefined;
  },
  around: StudySpecs,
  networks: readonly NetworkSpec[],
  nulls: ReadonlySet<NullRun>,
): ScenarioParts {
  return {
    ...around,
    networks,
    rating: ratingSpec(society, networks),
    rewards: rewardSpecs(society, scenario, at, report),
    memory: memorySpec(scenario.memory, `${at}.memory`, nulls.has('memoryless') || nulls.has('forgetful'), society.models ?? {}, alone),
    coach: coachSpec(scenario, at, nulls.has('uncoached'), report),
  };
}

/** If one mind answers for all agents, it also answers for judges and coaches. */
function outsiders(beside: ScenarioParts, mind: string | undefined): ScenarioParts {
  if (mind === undefined) return beside;
  const { rating, coach, codes, interventions } = beside;
  return {
    ...beside,
    rating: rating && { ...rating, mind },
    coach: coach && { ...coach, mind },
    codes: codes.map((code) => ({ ...code, mind })),
    interventions: interventions.map((one) => ({
      ...one,
      mind: one.mind === null ? null : mind,
      judged: one.judged && { ...one.judged, mind },
    })),
  };
}

const outsidePhases = (phases: readonly PhaseSpec[], mind: string | undefined): readonly PhaseSpec[] =>
  mind === undefined ? phases : phases.map((one) => (one.resolve ? { ...one, resolve: { ...one.resolve, mind } } : one));

/** Minds that agents have for the purposes that this scenario uses. */
function mindsFor(mindFor: ScenarioModel['mindFor'], { start, round, end }: ScenarioModel['phases']): readonly string[] {
  const kinds = new Set<string>([...start, ...round, ...end].map(({ kind }) => kind));
  return Object.entries(mindFor).flatMap(([purpose, mind]) => (mind !== undefined && kinds.has(purpose) ? [mind] : []));
}

/** Minds that phases use, in addition to those of the agents. */
const outsideMinds = (parts: ScenarioParts, { round }: ScenarioModel['phases']): readonly string[] =>
  Object.values(PHASES).flatMap((handler) => handler.minds?.(parts, round) ?? []);

/**
 * Labels of the minds that answer, and of the mind `embeds`, which gives vectors and does not answer unless it is one of the
 * others.
 */
function mindLabels(
  society: Society,
  speaking: readonly string[],
  embeds: string | undefined,
  recorded: readonly MindLabel[] = [],
): readonly MindLabel[] {
  const label = (id: string): MindLabel => {
    const spec = society.models?.[id];
    const kind = spec?.kind ?? (id === 'random' ? 'random' : 'builtin');
    const then = recorded.find((one) => one.id === id && one.kind === kind);
    if (then) return { id, kind, model: then.model };
    return { id, kind, model: spec && 'name' in spec && spec.name !== undefined ? spec.name : mindVersion(kind) };
  };
  const labels = [...new Set(speaking)].map(label);
  return embeds === undefined || speaking.includes(embeds) ? labels : [...labels, { ...label(embeds), embeds: true }];
}

/** The measures of every run, then those whose earlier values are used, then those that the scenario declares. */
function measureSpecs(
  society: Society,
  scenario: Scenario,
  at: string,
  { measures, world }: CompiledWorld,
  { agents, crowds }: { readonly agents: number; readonly crowds: boolean },
  report: Report,
): readonly MeasureSpec[] {
  const from = (declared: CompiledWorld['measures'], node: string): readonly MeasureSpec[] =>
    Object.entries(declared).map(([id, source]) => ({
      id,
      at: `${node}.measures.${id}`,
      formula: formula(source, `${node}.measures.${id}`, report),
    }));
  const own = from(scenario.measures ?? {}, at);
  const declared = [...from(measures, world.at).filter(({ id }) => !own.some((one) => one.id === id)), ...own];
  const builtin = [...new Set([...standardMeasures(agents, crowds), ...lookedBackAt(society, scenario)])].filter(
    (id) => !declared.some((m) => m.id === id),
  );
  return [...builtin.map((id) => ({ id, at: null, formula: null })), ...declared];
}
