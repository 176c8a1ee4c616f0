/** The parts of a scenario around its world: groups, interventions, surveys, codes. */
import type { NodeId } from '../../core/util/ids.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { rng, sample } from '../../core/random/rng.js';
import type { Group, Intervention, Scenario, Society } from '../../language/generated/society.js';
import { codeSpecs } from '../phases/contentCoding.js';
import { joinIds } from '../population/arrivals.js';
import { effect, formula, optionalTemplate, template } from '../evaluation/formulas.js';
import type { GroupSpec } from '../model/worldSpec.js';
import type { InterventionSpec, SurveySpec } from '../model/studySpec.js';
import type { Like, ScenarioModel } from '../model/model.js';
import type { Select } from '../model/formulaTypes.js';
import type { Report } from '../model/problems.js';
import { schedule } from '../evaluation/schedule.js';
import { select } from '../evaluation/selectors.js';
import { surveyItems } from '../phases/surveyItems.js';

export type Surroundings = Pick<ScenarioModel, 'interventions' | 'surveys' | 'codes'>;

/** The interventions, surveys and codes of a scenario. `like` matches the patterns of codes. */
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

/** The groups of a scenario, in the order of the file. */
export function groupSpecs(scenario: Scenario, at: NodeId, report: Report): readonly GroupSpec[] {
  return Object.entries(scenario.groups ?? {}).map(([id, group]) => {
    const node = `${at}.groups.${id}`;
    return { id, at: node, members: members(group, node, report) };
  });
}

/** Members by selection. With `assign`, a drawn share of them, as in an experiment with random assignment. */
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
