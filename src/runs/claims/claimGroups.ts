/** Claims that share their runs, with the conditions under which they are examined. */
import { type ScenarioModel, perturbationsFor } from '../../engine/index.js';
import { consecutiveSeeds, type LanguageService, type Resolved } from '../../language/api.js';
import type { Experiment, Society } from '../../language/generated/society.js';
import { heldMeasure, marginMeasure } from '../experiments/design/expectationMeasures.js';
import { designOf, type Design, seedsOf } from '../experiments/design/design.js';
import { applySettings } from '../load/applyArmSettings.js';
import { loadModel } from '../load/load.js';
import { mindWords, readsProse } from '../setup/minds.js';
import type { Claim, ExpectationClaim } from './claim.js';
import { combinationsOf } from './combinations.js';
import { type Condition, conditionsOf, PERSONA_FIELDS, type PersonaField, withoutField } from './conditions.js';
import type { StudyJudge } from './beside/awarenessRow.js';
import { type PeopleTables, peopleTables } from './beside/peopleRow.js';
import type { VerifyRequest } from './verifyClaims.js';

/** Claims that share their runs: the expectations of one scenario, or the comparisons of one experiment. */
export interface ClaimGroup {
  readonly id: string;
  readonly scenario: string;
  readonly claims: readonly Claim[];
  readonly experiment: Experiment;
  readonly design: Design;
  readonly conditions: readonly Condition[];
  /** Fields of personas that cannot be left out, with the reason. */
  readonly kept: readonly string[];
  /** The tables of people that the runs as written are compared with; null if the scenario names none. */
  readonly people: PeopleTables | null;
  /** As the scenario is written. */
  readonly model: ScenarioModel;
  /** Whether an answer recognises the study, by the pattern of the scenario; null without one. */
  readonly recognises: ((text: string) => boolean) | null;
  /** Who decides whether an answer recognises the study; null where words or a pattern do. */
  readonly judge: StudyJudge | null;
  readonly society: Society;
}

interface Spoken {
  readonly group: ClaimGroup;
  readonly spoken: string;
}

/** Rejects with a message where a scenario cannot be played. */
export async function groupsOf(
  { claims, all, uri, seeds, models, perturb, kinds, combinations = false }: Omit<VerifyRequest, 'runs' | 'looks'>,
  resolved: Resolved,
  language: LanguageService,
): Promise<readonly Spoken[]> {
  const ids = [...new Set(claims.map(groupIdOf))];
  const groups: Spoken[] = [];
  for (const id of ids) {
    const own = claims.filter((claim) => groupIdOf(claim) === id);
    const written = id.startsWith('e ') ? resolved.society.experiments![id.slice(2)]! : null;
    const scenario = written?.scenario ?? id.slice(2);
    const budgeted = (found: Resolved): Resolved =>
      written?.budget ? applySettings(found, scenario, { budget: { ...written.budget } }) : found;
    const loaded = await loadModel(language, uri, { scenario }, budgeted);
    if (!loaded.ok) throw new Error(loaded.problems.find(({ severity }) => severity === 'error')?.message ?? 'The file has errors.');
    const experiment = written ?? expectedOf(scenario, own as readonly ExpectationClaim[]);
    const most = own.reduce((all, claim) => Math.max(all, claim.kind === 'expectation' ? claim.rule.of : 0), 1);
    const design = written
      ? designOf(written, typeof seeds === 'number' ? firstOf(seedsOf(written, undefined), seeds) : seeds)
      : {
          ...designOf({ scenario }),
          seeds:
            typeof seeds === 'object' || typeof seeds === 'string'
              ? seedsOf({}, seeds)
              : consecutiveSeeds(loaded.model.seed, seeds ?? most),
        };
    const possible = perturbationsFor(loaded.model, readsProse(loaded.model));
    const perturbations = possible.filter((one) => perturb === undefined || perturb.includes(one));
    const hasFields = kinds?.includes('persona') ?? true;
    const { fields, kept } = hasFields ? await fieldsIn(language, uri, resolved, loaded.model) : { fields: [], kept: [] };
    const prompted = { wordings: loaded.model.wordings, perturbations, fields };
    const studied = { society: resolved.society, scenario, ...prompted, models, experiment: written };
    const single = conditionsOf(studied).filter(({ kind }) => kind === 'written' || (kinds?.includes(kind) ?? true));
    const group: ClaimGroup = {
      id: id.slice(2),
      scenario,
      claims: own,
      experiment,
      design,
      conditions: combinations ? [...single, ...combinationsOf(single)] : single,
      kept,
      people: await peopleTables(language, resolved, scenario),
      model: loaded.model,
      recognises: await recogniserIn(resolved, scenario),
      judge: judgeIn(
        resolved,
        scenario,
        all.filter((claim) => groupIdOf(claim) === id),
      ),
      society: resolved.society,
    };
    groups.push({ group, spoken: mindWords(loaded.model) });
  }
  return groups;
}

const groupIdOf = (claim: Claim): string => (claim.kind === 'expectation' ? `s ${claim.scenario}` : `e ${claim.experiment}`);

/** The judge of a scenario. It is told all claims of the group, also where only some are examined, so that one judgement holds for all. */
function judgeIn({ society }: Pick<Resolved, 'society'>, scenario: string, claims: readonly Claim[]): StudyJudge | null {
  const { judge: mind, ask } = society.scenarios?.[scenario]?.awareness ?? {};
  if (mind === undefined) return null;
  const spec = society.models?.[mind];
  const model = spec && 'name' in spec && spec.name !== undefined ? spec.name : mind;
  const told = claims
    .slice(0, MOST_TOLD)
    .map(({ says }) => `“${says}”`)
    .join(', ');
  const usual = `The study examines whether this is true: ${told}. Does the answer name what the study examines, or the result that it expects?`;
  return { mind, model, ask: ask?.trim() ?? usual, isOwn: ask !== undefined };
}

/** The most claims that a judge is told. */
const MOST_TOLD = 20;

/** The library of patterns is loaded only where a scenario has one. */
async function recogniserIn({ society }: Resolved, scenario: string): Promise<ClaimGroup['recognises']> {
  const pattern = society.scenarios?.[scenario]?.awareness?.pattern;
  if (pattern === undefined) return null;
  const { like } = await import('../../analysis/talk/textPattern.js');
  return (text) => like(text, pattern);
}

/** Fields of personas that can be left out: the scenario compiles without them. */
async function fieldsIn(
  language: LanguageService,
  uri: string,
  { society }: Resolved,
  { scenario }: ScenarioModel,
): Promise<{ readonly fields: readonly PersonaField[]; readonly kept: readonly string[] }> {
  const fields: PersonaField[] = [];
  const kept: string[] = [];
  for (const field of PERSONA_FIELDS) {
    const set = withoutField(society, field);
    if (Object.keys(set).length === 0) continue;
    const loaded = await loadModel(language, uri, { scenario }, (resolved) => applySettings(resolved, scenario, set));
    if (loaded.ok) fields.push(field);
    else
      kept.push(`personas without ${field}: not possible. ${loaded.problems.find(({ severity }) => severity === 'error')?.message ?? ''}`);
  }
  return { fields, kept };
}

/** So many seeds: those of the file first. */
function firstOf(own: readonly number[], n: number): readonly number[] {
  const more = consecutiveSeeds(Math.max(...own) + 1, Math.max(0, n - own.length));
  return [...own, ...more].slice(0, n);
}

/** The expectations of a scenario as an experiment with one arm. */
const expectedOf = (scenario: string, claims: readonly ExpectationClaim[]): Experiment => ({
  scenario,
  compare: Object.fromEntries(
    claims.flatMap(({ expectation: id, hasMargin }) =>
      [heldMeasure(id), ...(hasMargin ? [marginMeasure(id)] : [])].map((measure) => [measure, { measure }]),
    ),
  ),
});
