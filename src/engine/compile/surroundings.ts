/** What a scenario has around its world: groups, interventions, surveys, codes; and the phases that every round has. */
import type { NodeId } from '../../core/util/ids.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { rng, sample } from '../../core/random/rng.js';
import type { Group, Intervention, Scenario, Society } from '../../language/generated/society.js';
import { checksCodes, codeSpecs } from '../phases/contentCoding.js';
import { joinIds } from '../population/arrivals.js';
import { effect, formula, optionalTemplate, template } from '../evaluation/formulas.js';
import type { GroupSpec, PhaseSpec } from '../model/worldSpec.js';
import type { InterventionSpec, SurveySpec } from '../model/studySpec.js';
import type { Like, ScenarioModel } from '../model/model.js';
import type { Select } from '../model/formulaTypes.js';
import type { Report } from '../model/problems.js';
import { schedule } from '../evaluation/schedule.js';
import { select } from '../evaluation/selectors.js';
import { surveyItems } from '../phases/surveyItems.js';

export type Surroundings = Pick<ScenarioModel, 'interventions' | 'surveys' | 'codes'>;

export function surroundings(society: Society, scenario: Scenario, at: NodeId, like: Like | null, report: Report): Surroundings {
  const interventions = Object.entries(scenario.interventions ?? {}).map(([id, one]) =>
    intervention(id, one, `${at}.interventions.${id}`, report),
  );
  const surveys = Object.entries(scenario.surveys ?? {}).map(([id, survey]): SurveySpec => {
    const node = `${at}.surveys.${id}`;
    return {
      ...{ id, at: node, private: survey.private ?? true, shuffle: survey.shuffle === true },
      schedule: schedule(survey, node, report, 'end'),
      to: select(survey.to, `${node}.to`, report),
      items: Object.entries(survey.ask ?? {}).flatMap(([item, question]) => surveyItems(item, question, `${node}.ask.${item}`, report)),
    };
  });
  return { interventions, surveys, codes: codeSpecs(society, like, report) };
}

function intervention(id: string, one: Intervention, at: NodeId, report: Report): InterventionSpec {
  const text = (key: 'remember' | 'announce' | 'send') => optionalTemplate(one[key], `${at}.${key}`, report);
  const from = typeof one.from === 'string' && one.from !== 'nobody' ? one.from : null;
  const judged = typeof one.when === 'object' ? one.when : null;
  const when = typeof one.when === 'object' ? undefined : one.when;
  const { intercept } = one;
  return {
    ...{ id, at, from, remember: text('remember'), announce: text('announce'), send: text('send') },
    schedule: schedule({ at: one.at, once: one.once, when }, at, report, judged ? [] : intercept ? 'every 1' : 'start'),
    to: select(one.to, `${at}.to`, report),
    effect: effect(one.then, `${at}.then`, report),
    join: joinIds(one.join),
    leave: one.leave === undefined ? null : select(one.leave, `${at}.leave`, report),
    ...{ mind: one.model ?? null, mute: one.mute ?? null },
    intercept: intercept
      ? {
          at: `${at}.intercept`,
          of: select(intercept.of, `${at}.intercept.of`, report),
          test: formula(intercept.if, `${at}.intercept.if`, report),
          change: optionalTemplate(intercept.change, `${at}.intercept.change`, report),
        }
      : null,
    judged: judged && { at: `${at}.when`, ask: template(judged.ask, `${at}.when.ask`, report), mind: judged.of ?? 'builtin' },
  };
}

export function groupSpecs(scenario: Scenario, at: NodeId, report: Report): readonly GroupSpec[] {
  return Object.entries(scenario.groups ?? {}).map(([id, group]) => {
    const node = `${at}.groups.${id}`;
    return { id, at: node, members: members(group, node, report) };
  });
}

/** Members by selection; with `assign` that share of them, drawn, as in an experiment with random assignment. */
function members({ assign, ...rest }: Group, at: NodeId, report: Report): Select {
  const chosen = select(rest, at, report);
  if (assign === undefined) return chosen;
  return {
    ...chosen,
    of: (model, state, locals) => {
      const found = chosen.of(model, state, locals);
      const ids = sample(
        rng(model.seed, 'engine.assign', at),
        found.map((index) => idAt(state.roster, index)),
        Math.round(assign * found.length),
      );
      return ids.map((id) => indexOf(state.roster, id)).sort((a, b) => a - b);
    },
  };
}

/** A phase of the engine's own. */
const phase = (id: string, kind: PhaseSpec['kind'], at: NodeId, more: Partial<PhaseSpec> = {}): PhaseSpec => ({
  ...{ id, kind, at, world: false, who: null, when: null, until: null, actions: [], riders: [], pair: null, resolve: null },
  ...{ tell: null, effect: null, replace: null, stop: null, surveys: [] },
  order: { kind: 'simultaneous', chooser: 'speaker', first: null, turns: null, mayEnd: false, rate: null, hours: null },
  feed: { rank: 'chronological', size: 0, of: 'public', following: null, hide: null, note: null },
  ...more,
});

/** What a scenario has beside its world. */
export type ScenarioParts = Surroundings & Pick<ScenarioModel, 'networks' | 'rating' | 'rewards' | 'memory' | 'coach'>;

/**
 * The round's order: interventions · the world's phases · rating · ties · rewards · reflection · surveys · codes · measures
 * and `until` · the coach, who is heard from the next round on. A world that names one of them as a phase of its own has
 * it there instead; what has nothing to do in this scenario is not there at all.
 */
export function program(
  world: readonly PhaseSpec[],
  beside: ScenarioParts,
  { at, sets }: { readonly at: NodeId; readonly sets: boolean },
): ScenarioModel['phases'] {
  const has = (kind: PhaseSpec['kind']): boolean => world.some((one) => one.kind === kind);
  const own = (kind: PhaseSpec['kind'], needed: boolean, node: NodeId = at): readonly PhaseSpec[] =>
    needed && !has(kind) ? [phase(kind, kind, node)] : [];
  const surveys = beside.surveys.map((survey) => phase(survey.id, 'survey', survey.at, { surveys: [survey.id] }));
  const due = (moment: 'start' | 'end'): readonly PhaseSpec[] => surveys.filter((_, i) => beside.surveys[i]!.schedule[moment]);
  const during = surveys.filter((_, i) => hasRounds(beside.surveys[i]!));
  const happening = (moment: 'start' | 'end'): readonly PhaseSpec[] =>
    beside.interventions.some(({ schedule: when }) => when[moment]) ? [phase('interventions', 'interventions', at)] : [];
  const judged = beside.interventions.flatMap(({ id, judged: by }) => (by ? [phase(id, 'condition', by.at, { surveys: [id] })] : []));
  const { rating, memory, coach } = beside;
  return {
    start: [...(sets ? [phase('setting', 'setting', at)] : []), ...happening('start'), ...due('start')],
    round: [
      ...judged,
      ...(beside.interventions.length > 0 ? [phase('interventions', 'interventions', at)] : []),
      ...world.flatMap((one) => (one.kind === 'survey' ? during : [one])),
      ...own('rate', rating !== null, rating?.at),
      ...own(
        'ties',
        beside.networks.some(({ rule }) => rule !== null),
      ),
      ...own('rewards', beside.rewards.length > 0),
      ...own('reflect', memory.reflect !== null, memory.at),
      ...(has('survey') ? [] : during),
      ...own(
        'code',
        beside.codes.some(({ by }) => by !== 'human'),
      ),
      phase('measures', 'measures', at),
      ...own('coach', coach !== null, coach?.at),
    ],
    // What is asked and done at the end is in the last value of each measure.
    end: [
      ...happening('end'),
      ...due('end'),
      ...remeasured(happening('end'), due('end'), at),
      ...(checksCodes(beside) ? [phase('agreement', 'agreement', at)] : []),
    ],
  };
}

/** Measures once more, where something came behind those of the last round. */
const remeasured = (happening: readonly PhaseSpec[], due: readonly PhaseSpec[], at: NodeId): readonly PhaseSpec[] =>
  happening.length + due.length > 0 ? [phase('measures', 'measures', at)] : [];

/** Whether it can be due in a round. Rounds are few enough to try them. */
const hasRounds = ({ schedule: when }: SurveySpec): boolean =>
  when.when !== null || Array.from({ length: 1000 }, (_, i) => i + 1).some((round) => when.inRound(round));
