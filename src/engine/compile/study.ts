/** What a scenario adds to its world: groups, interventions, surveys, codes, and the measures whose earlier values it uses. */
import type { NodeId } from '../../core/util/ids.js';
import type { Group, Intervention, Scenario, Society, SurveyQuestion } from '../../language/generated/society.js';
import { effect, formula, optionalTemplate, template } from '../evaluation/formulas.js';
import type { ArgSpec, GroupSpec } from '../model/worldSpec.js';
import type { Select } from '../model/formulaTypes.js';
import type { InterventionSpec, SurveyItem, SurveySpec } from '../model/studySpec.js';
import type { Report } from '../model/faults.js';
import { select } from '../evaluation/selectors.js';
import { arg } from '../evaluation/variables.js';
import { idAt, indexOf } from '../../core/events/roster.js';
import { rng, sample } from '../../core/random/rng.js';
import { codeSpecs } from '../phases/contentCoding.js';
import { joinIds } from '../population/cast.js';
import type { Like, ScenarioModel } from '../model/model.js';
import { schedule } from '../evaluation/schedule.js';
import { measureNamed } from '../../analysis/measures.js';

export type StudySpecs = Pick<ScenarioModel, 'interventions' | 'surveys' | 'codes'>;

/** The interventions, surveys and codes of a scenario. `like` matches the patterns of codes. */
export function studyOf(society: Society, scenario: Scenario, at: NodeId, like: Like | null, report: Report): StudySpecs {
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

// The questions of a survey as declared, each with the kind of its answer. A matrix becomes one question for each of its rows.

/** One item, or one for each row of a matrix, with the id `question.row`. */
function surveyItems(id: string, question: SurveyQuestion, at: NodeId, report: Report): readonly SurveyItem[] {
  const { rows, text } = question;
  checkKinds(question, at, report);
  if (!rows) return [item(id, id, text, question, at, report)];
  return Object.entries(rows).map(([row, words]) =>
    item(`${id}.${row}`, id, `${text.trimEnd()} ${escaped(words)}`, question, `${at}.rows.${row}`, report),
  );
}

const KINDS = ['scale', 'rating', 'number', 'yes_no', 'one_of', 'some_of', 'open'] as const;

/** A question has one kind of answer. Without any, the answer is free text. */
function checkKinds(question: SurveyQuestion, at: NodeId, report: Report): void {
  const kinds = KINDS.filter((kind) => question[kind] !== undefined && question[kind] !== false);
  if (kinds.length > 1) report('error', at, `A question has one kind of answer, and here are ${kinds.join(' and ')}.`);
  if (question.most !== undefined && question.some_of === undefined)
    report('error', `${at}.most`, '`most` is for a question with `some_of`.');
  if (question.ends && question.scale === undefined && question.rating === undefined)
    report('warning', `${at}.ends`, '`ends` are the words for a scale, and are not shown here.');
}

/** A row is literal text, and follows a question that is a template. */
const escaped = (words: string): string => words.trim().replaceAll('$(', '$$(');

function item(id: string, of: string, text: string, question: SurveyQuestion, at: NodeId, report: Report): SurveyItem {
  const among = peopleOf(question.one_of ?? question.some_of, `${at}.one_of`, report);
  const choices = question.some_of === undefined ? null : Array.isArray(question.some_of) ? question.some_of.length : Infinity;
  const most = choices === null ? null : Math.min(choices, question.most ?? choices);
  return {
    ...{ id, at, of, most, ends: question.ends ?? [], agents: among },
    text: template(text, `${at}.text`, report),
    answer: answerOf(id, question, among, at, report),
  };
}

const peopleOf = (among: string | readonly string[] | undefined, at: NodeId, report: Report): Select | null =>
  typeof among === 'string' ? select(among === 'cast' ? 'all' : among, at, report) : null;

function answerOf(id: string, question: SurveyQuestion, among: Select | null, at: NodeId, report: Report): ArgSpec {
  const { scale, rating, number, yes_no } = question;
  const bounds = scale ?? (typeof number === 'string' ? number : rating === undefined ? undefined : `1..${rating}`);
  if (bounds !== undefined) return arg(id, bounds, at, report);
  if (number === true) return arg(id, 'number', at, report);
  if (yes_no) return arg(id, 'yes_no', at, report);
  if (among) return arg(id, 'agent', at, report);
  const words = question.one_of ?? question.some_of;
  return arg(id, words === undefined ? 'text' : [...words], at, report);
}

const CALL = /\b(?:at|first|change|slope)\(\s*([a-z][a-z0-9_]*)\s*[,)]/g;
const COMPARED = /"measure":"([a-z][a-z0-9_]*)"/g;

/**
 * Ids of standard measures whose earlier values are used, as in `change(transitivity)`, in the scenario, in the worlds, in the
 * comparisons of an experiment, or in the targets of a calibration. Without earlier values, the first value of a measure would be the current one, and its change 0.
 */
export function lookedBackAt({ worlds, experiments, calibrate }: Society, scenario: Scenario): readonly string[] {
  const calls = [...JSON.stringify([scenario, worlds ?? {}]).matchAll(CALL)];
  const compared = [...JSON.stringify([experiments ?? {}, calibrate ?? {}]).matchAll(COMPARED)];
  const ids = [...calls, ...compared].map(([, id = '']) => id);
  return [...new Set(ids)].filter((id) => measureNamed(id) !== undefined);
}
