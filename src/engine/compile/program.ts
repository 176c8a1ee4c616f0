/**
 * The phases of a run: before round 1, in each round, and after the last. A round has the phases of the world, and around them
 * those that the scenario needs. If a world has one of these as a phase of its own, it takes place there instead.
 */
import type { NodeId } from '../../core/util/ids.js';
import type { SurveySpec } from '../model/studySpec.js';
import type { PhaseKind, PhaseSpec } from '../model/worldSpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { ScenarioParts } from '../phaseKinds/handler.js';
import { checksCodes } from '../phases/contentCoding.js';

interface Scene {
  readonly parts: ScenarioParts;
  /** Node of the scenario. */
  readonly at: NodeId;
  /** Whether values are set before round 1. */
  readonly sets: boolean;
}

/** When a phase is added: at the start, in each round before or after the phases of the world, at the end, or never. */
type Added = { readonly [Moment in 'start' | 'before' | 'after' | 'end']?: (scene: Scene) => readonly PhaseSpec[] };

/**
 * Phases that are added to those of the world, by kind, in the order of a moment. A phase with nothing to do is not added. Measures
 * are taken once more at the end if something happened or was asked there.
 */
const ADDED: { readonly [K in PhaseKind]: Added } = {
  setting: { start: ({ sets, at }) => only(sets, 'setting', at) },
  condition: {
    before: ({ parts }) =>
      parts.interventions.flatMap(({ id, judged }) => (judged ? [phase(id, 'condition', judged.at, { intervention: id })] : [])),
  },
  interventions: {
    start: (scene) => happening(scene, 'start'),
    before: ({ parts, at }) => only(parts.interventions.length > 0, 'interventions', at),
    end: (scene) => happening(scene, 'end'),
  },
  ...{ act: {}, resolve: {}, plan: {}, none: {} },
  rate: { after: ({ parts: { rating }, at }) => only(rating !== null, 'rate', rating?.at ?? at) },
  ties: {
    after: ({ parts: { networks }, at }) =>
      only(
        networks.some(({ rule }) => rule !== null),
        'ties',
        at,
      ),
  },
  rewards: { after: ({ parts, at }) => only(parts.rewards.length > 0, 'rewards', at) },
  reflect: { after: ({ parts: { memory } }) => only(memory.reflect !== null, 'reflect', memory.at) },
  survey: {
    start: ({ parts }) => surveys(parts, ({ schedule }) => schedule.start),
    after: ({ parts }) => surveys(parts, hasRounds),
    end: ({ parts }) => surveys(parts, ({ schedule }) => schedule.end),
  },
  code: {
    after: ({ parts: { codes }, at }) =>
      only(
        codes.some(({ by }) => by !== 'human'),
        'code',
        at,
      ),
  },
  measures: {
    after: ({ at }) => only(true, 'measures', at),
    end: (scene) =>
      only(happening(scene, 'end').length > 0 || scene.parts.surveys.some(({ schedule }) => schedule.end), 'measures', scene.at),
  },
  coach: { after: ({ parts: { coach }, at }) => only(coach !== null, 'coach', coach?.at ?? at) },
  agreement: { end: ({ parts, at }) => only(checksCodes(parts), 'agreement', at) },
};

/** The phases of a run. A world with phases of kind `survey` asks its surveys of the round there. */
export function program(world: readonly PhaseSpec[], parts: ScenarioParts, of: Omit<Scene, 'parts'>): ScenarioModel['phases'] {
  const scene = { parts, ...of };
  const own = new Set(world.map(({ kind }) => kind));
  const added = (moment: keyof Added, without: ReadonlySet<string> = NONE): readonly PhaseSpec[] =>
    Object.entries(ADDED).flatMap(([kind, when]) => (without.has(kind) ? [] : (when[moment]?.(scene) ?? [])));
  const during = ADDED.survey.after!(scene);
  return {
    start: added('start'),
    round: [...added('before'), ...world.flatMap((one) => (one.kind === 'survey' ? during : [one])), ...added('after', own)],
    end: added('end'),
  };
}

const NONE: ReadonlySet<string> = new Set();

/** A phase that the engine adds. */
const phase = (id: string, kind: PhaseKind, at: NodeId, more: Partial<PhaseSpec> = {}): PhaseSpec => ({
  ...{ id, kind, at, world: false, who: null, when: null, until: null, actions: [], riders: [], pair: null, resolve: null },
  ...{ tell: null, effect: null, replace: null, stop: null, survey: null, intervention: null, archetypes: null },
  order: { kind: 'simultaneous', chooser: 'speaker', first: null, turns: null, mayEnd: false, rate: null, hours: null },
  feed: { rank: 'chronological', size: 0, of: 'public', following: null, hide: null, note: null },
  ...more,
});

const only = (needed: boolean, kind: PhaseKind, at: NodeId): readonly PhaseSpec[] => (needed ? [phase(kind, kind, at)] : []);

const happening = ({ parts, at }: Scene, moment: 'start' | 'end'): readonly PhaseSpec[] =>
  only(
    parts.interventions.some(({ schedule }) => schedule[moment]),
    'interventions',
    at,
  );

const surveys = (parts: ScenarioParts, isAsked: (survey: SurveySpec) => boolean): readonly PhaseSpec[] =>
  parts.surveys.filter(isAsked).map(({ id, at }) => phase(id, 'survey', at, { survey: id }));

/** Whether the survey is due in any round. All rounds are tried, because they are few. */
const hasRounds = ({ schedule: when }: SurveySpec): boolean =>
  when.when !== null || Array.from({ length: 1000 }, (_, i) => i + 1).some((round) => when.inRound(round));
