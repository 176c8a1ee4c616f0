/** Reads a preregistration from a file: its claims, their designs, models, prompts and sources. */
import { CURRENT_FLAGS, ENGINE, type PassRule, type ScenarioModel } from '../../../engine/index.js';
import { consecutiveSeeds, type LanguageService, type Resolved } from '../../../language/api.js';
import type { Experiment, ModelSpec, Society } from '../../../language/generated/society.js';
import { isLanguageModel } from '../../../minds/index.js';
import { basename, fileURLToPath } from '../../../node/paths.js';
import { sha256 } from '../../../node/ports.js';
import type { SourceRef } from '../../../trace/index.js';
import { type Claim, type ComparisonClaim, claimsIn, claimsNamed, type ExpectationClaim } from '../../claims/claim.js';
import { type Arm, designOf } from '../../experiments/design/design.js';
import { measuresIn } from '../../frozen/frozenExpectations.js';
import { loadModel } from '../../load/load.js';
import { sourceName } from '../../load/sourceName.js';
import { describedBy } from '../study.js';
import { promptTemplates } from '../write.js';
import type { RegisteredClaim, RegisteredDesign, RegisteredFile, RegisteredModel, RegisteredPrompt } from './preregistration.js';

/** Rejects with a message where the file has errors, makes no claim, or has no study of this name. */
export async function registeredFile(language: LanguageService, uri: string, study: string | null): Promise<RegisteredFile> {
  const resolved = await language.resolve(uri);
  const wrong = resolved.problems.find(({ severity }) => severity === 'error');
  if (wrong) throw new Error(`The file has errors, so its claims are not known: ${wrong.message}`);
  const all = await claimsIn(language, uri);
  if (all.length === 0)
    throw new Error('The file makes no claim. Write one under `expect:` of a scenario, or under `compare:` of an experiment.');
  const claims = study === null ? all : claimsNamed(all, study);
  const groups = [...new Set(claims.map(groupOf))].map((id) => claims.filter((claim) => groupOf(claim) === id));
  const parts = await Promise.all(groups.map((group) => partOf(language, resolved, group)));
  return {
    file: basename(fileURLToPath(uri)),
    title: parts[0]?.model.title ?? '',
    study,
    claims: claims.map((claim) => registeredClaim(resolved.society, claim)),
    designs: parts.map(({ design }) => design),
    models: modelsIn(resolved.society, parts),
    prompts: promptsOf(parts, resolved),
    sources: sourcesOf(resolved.uri, parts),
    software: { engine: ENGINE, flags: [...CURRENT_FLAGS] },
  };
}

const groupOf = (claim: Claim): string => (claim.kind === 'expectation' ? `scenario ${claim.scenario}` : `experiment ${claim.experiment}`);

/** The files of all parts, each once, with those that data is read from. */
function sourcesOf(uri: string, parts: readonly Part[]): readonly SourceRef[] {
  const texts = new Map(parts.flatMap(({ resolved }) => resolved.sources.map((source) => [source.uri, source.text] as const)));
  return [...texts].map(([source, text]) => ({ uri: sourceName(uri, source), sha256: sha256(text) }));
}

interface Part {
  readonly resolved: Pick<Resolved, 'sources'>;
  readonly design: RegisteredDesign;
  readonly model: ScenarioModel;
  /** Models that arms name. */
  readonly named: readonly string[];
}

async function partOf(language: LanguageService, resolved: Resolved, claims: readonly Claim[]): Promise<Part> {
  const { society, uri } = resolved;
  const [first] = claims;
  const written = first?.kind === 'comparison' ? society.experiments?.[first.experiment] : undefined;
  const scenario = written?.scenario ?? (first as ExpectationClaim).scenario;
  const loaded = await loadModel(language, uri, { scenario });
  if (!loaded.ok) throw new Error(loaded.problems.find(({ severity }) => severity === 'error')?.message ?? 'The file has errors.');
  const { model } = loaded;
  const { arms, seeds } = written ? designOf(written) : { ...designOf({ scenario }), seeds: seedsFor(model, claims) };
  const formulas = written ? Object.values(written.compare ?? {}).map(({ measure }) => measure) : claims.map(({ says }) => says);
  const design: RegisteredDesign = {
    ...{ id: first?.kind === 'comparison' ? first.experiment : scenario, kind: written ? 'experiment' : 'scenario', scenario },
    arms: arms.map((arm) => ({ id: arm.id, sets: settingsOf(arm) })),
    ...{ seeds, rounds: model.rounds, measures: Object.assign({}, ...formulas.map((one) => measuresIn(society, scenario, one))) },
  };
  return { resolved: loaded.resolved, design, model, named: arms.flatMap((arm) => arm.model ?? []) };
}

/** The scenario's own seed, and those after it. */
function seedsFor({ seed }: ScenarioModel, claims: readonly Claim[]): readonly number[] {
  const most = Math.max(1, ...claims.map((claim) => (claim.kind === 'expectation' ? claim.rule.of : 1)));
  return consecutiveSeeds(seed, most);
}

function settingsOf({ set, wording, model }: Arm): string {
  const parts = Object.entries(set).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
  return [...parts, ...(wording === null ? [] : [`wording ${wording}`]), ...(model === null ? [] : [`model ${model}`])].join(', ');
}

function registeredClaim(society: Society, claim: Claim): RegisteredClaim {
  const { id, kind, says, matters } = claim;
  if (claim.kind === 'comparison') {
    const experiment = society.experiments?.[claim.experiment];
    return { id, kind, says, matters, because: '', test: comparisonTest(experiment, claim) };
  }
  const because = society.scenarios?.[claim.scenario]?.expect?.[claim.expectation]?.because?.trim() ?? '';
  return { id, kind, says, matters, because, test: ruleWords(claim.rule) };
}

function ruleWords(rule: PassRule): string {
  if (rule.kind === 'count')
    return rule.of === 1 ? 'holds in the run of the scenario’s seed' : `holds in at least ${rule.least} of ${rule.of} seeds`;
  if (rule.kind === 'test') return `one-sided test with random signs of the margins of ${rule.of} seeds, p < ${rule.level}`;
  return `the 95 % interval of the mean margin of ${rule.of} seeds is above 0`;
}

function comparisonTest(experiment: Experiment | undefined, { comparison }: ComparisonClaim): string {
  const { test = 'permutation', paired = false, at } = experiment?.compare?.[comparison] ?? {};
  const when = typeof at === 'number' ? `in round ${at}` : 'at the end';
  const correction = test === 'bootstrap' ? 'interval only' : `two-sided, p < 0.05 after correction by ${experiment?.correct ?? 'holm'}`;
  return `${when}: ${test}${paired ? ', paired by seed' : ''}, ${correction}`;
}

/** Settings that a preregistration names. Keys and addresses are left out. */
const SETTINGS = ['temperature', 'top_p', 'max_tokens', 'context', 'schema', 'seed', 'strategy'] as const;

function modelsIn({ models = {} }: Society, parts: readonly Part[]): readonly RegisteredModel[] {
  const labels = new Map(
    parts.flatMap(({ model }) => model.minds.map(({ id, kind, model: name }) => [id, { id, kind, model: name }] as const)),
  );
  for (const id of parts.flatMap(({ named }) => named))
    if (!labels.has(id)) labels.set(id, { id, kind: models[id]?.kind ?? (id as 'builtin'), model: nameOf(models[id]) });
  return [...labels.values()].map((label) => ({ ...label, settings: modelSettings(models[label.id]) }));
}

const nameOf = (spec: ModelSpec | undefined): string => (spec && 'name' in spec ? String(spec.name) : '');

function modelSettings(spec: ModelSpec | undefined): string {
  const given: { readonly [key: string]: unknown } = { ...spec };
  const words = SETTINGS.flatMap((key) => (given[key] === undefined ? [] : [`${key} ${String(given[key])}`])).join(', ');
  return words === '' && spec && isLanguageModel(spec.kind) ? 'as the server has them' : words;
}

/** The templates of each scenario once, also if several designs play it. */
function promptsOf(parts: readonly Part[], resolved: Resolved): readonly RegisteredPrompt[] {
  const models = new Map(parts.map(({ model }) => [model.scenario, model]));
  return [...models].flatMap(([scenario, model]) =>
    promptTemplates(describedBy(model, resolved)).map(({ section, hash }) => ({ scenario, section, sha256: hash })),
  );
}
