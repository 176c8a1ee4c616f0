/** `society verify FILE [CLAIM]`: examines claims of a file, and prints a card for each. */
import { translated } from '../../core/util/recordedText.js';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { neverCancelled } from '../../core/util/lifecycle.js';
import { type Perturbation, PERTURBATIONS } from '../../engine/index.js';
import { claimsPlace, experimentPlace } from '../../node/runPlace.js';
import { isUpheld, verdictCounts } from '../../protocol/claimCard.js';
import { folderFiles, writeWhole } from '../../node/ports.js';
import { claimsRoom } from '../../runs/index.js';
import { type ExperimentRun, mergedKept, readKept, RUNS } from '../../runs/experiments/index.js';
import type { Verified } from '../../runs/claims/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { checkUnused, fileUri, openLanguage, seedsGiven, wholeNumber } from '../terminal/files.js';
import { claimsJunit } from '../terminal/junit.js';
import { aside, jsonText, printable, UsageError } from '../terminal/output.js';
import { PAUSED } from '../terminal/spending.js';
import { interviewer } from './interviewConsent.js';
import { inPlaySession, PLAY_OPTIONS } from './playSession.js';
import { shownMinds } from '../../core/mindLabels.js';
import { t } from '../../core/util/l10n.js';

const OPTIONS = {
  ...PLAY_OPTIONS,
  seeds: { type: 'string' },
  models: { type: 'string' },
  perturb: { type: 'string' },
  combinations: { type: 'boolean' },
  interviews: { type: 'string' },
  runs: { type: 'string' },
  looks: { type: 'string' },
  list: { type: 'boolean' },
  json: { type: 'boolean' },
  html: { type: 'string' },
  junit: { type: 'string' },
  force: { type: 'boolean' },
} as const;

/** The most runs that are played without --runs. */
const RUNS_PAID = 2000;

export async function verify(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('verify', args, OPTIONS);
  const [path, name] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError(t('verify needs one file, and takes at most one claim of it.'));
  const uri = fileUri(path);
  const language = openLanguage();
  const { claimsIn, claimsNamed, verifyClaims, cardsPage, keepCards, shownCard } = await claimsRoom();
  const all = await claimsIn(language, uri);
  if (all.length === 0)
    throw new UsageError(t('{0} makes no claim. Write one under `expect:` of a scenario, or under `compare:` of an experiment.', path));
  if (values.list) return listed(all);
  const claims = name === undefined ? all : named(() => claimsNamed(all, name));
  for (const file of [values.html, values.junit]) if (file !== undefined && !values.force) await checkUnused(file);
  const home = dirname(fileURLToPath(uri));
  const folder = claimsPlace(home);
  const elsewhere = await playedElsewhere(home, [...new Set(claims.flatMap((one) => (one.kind === 'comparison' ? [one.experiment] : [])))]);
  return inPlaySession(values, { folder, elsewhere }, async ({ known, play }) => {
    const request = {
      uri,
      claims,
      all,
      seeds: seedsGiven(values.seeds),
      models: listOf(values.models),
      perturb: perturbationsIn(values.perturb),
      combinations: values.combinations,
      runs: wholeNumber('runs', values.runs, 0) ?? RUNS_PAID,
      looks: wholeNumber('looks', values.looks, 1),
    };
    const resolved = await language.resolve(uri);
    const agents = wholeNumber('interviews', values.interviews, 0) ?? 0;
    const verified = await verifyClaims(request, {
      language,
      token: neverCancelled,
      known: () => known,
      play,
      ...(agents > 0 ? { interview: await interviewer(resolved, { ...values, agents }) } : {}),
      told: (words) => aside(`${words}\n`),
      now: () => performance.now(),
    });
    await keepCards(folderFiles(folder), resolved, verified, all);
    const shown = verified.cards.map((card) => shownCard(card, verified.speakers));
    if (values.html !== undefined) await writeWhole(values.html, cardsPage(basename(path), shown, verified.speakers));
    if (values.junit !== undefined) await writeWhole(values.junit, claimsJunit(basename(path), shown));
    return told(verified, values.json ?? false);
  });
}

/** Runs that the experiments of the claims have kept. */
async function playedElsewhere(home: string, experiments: readonly string[]): Promise<ReadonlyMap<string, ExperimentRun>> {
  const texts = await Promise.all(experiments.map((id) => folderFiles(experimentPlace(home, id)).read(RUNS)));
  return mergedKept(texts.map((text) => readKept(text ?? '')));
}

/** `none`, or kinds of perturbation joined by commas; undefined for all that can change something. */
function perturbationsIn(text: string | undefined): readonly Perturbation[] | undefined {
  if (text === undefined) return undefined;
  const wanted = text === 'none' ? [] : listOf(text);
  return wanted.map((value) => {
    const found = PERTURBATIONS.find((kind) => kind === value);
    if (!found) throw new UsageError(t('--perturb takes none, {0}, not `{1}`.', PERTURBATIONS.join(', '), value));
    return found;
  });
}

const listOf = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.split(',').map((one) => one.trim()));

function named<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function listed(all: readonly { readonly id: string; readonly says: string }[]): number {
  process.stdout.write(`${printable(all.map(({ id, says }) => `${id}: ${says}`).join('\n'))}\n`);
  return 0;
}

/** 0 where each claim holds or is equivalent, else 1; 3 where the budget of a model is reached. */
async function told({ cards, speakers, state, problem }: Verified, isJson: boolean): Promise<number> {
  const { cardText, shownCard } = await claimsRoom();
  if (isJson) process.stdout.write(jsonText({ speakers, synthetic: true, state, problem, cards }));
  else
    process.stdout.write(
      `${printable([...cards.map((card) => cardText(shownCard(card, speakers))), t('Synthetic data. Minds: {0}.', shownMinds(speakers))].join('\n\n'))}\n`,
    );
  if (problem !== null) aside(`${translated(problem)}\n`);
  aside(`${verdictCounts(cards, t)}\n`);
  if (state === 'paused') return PAUSED;
  if (state === 'stopped') return 1;
  return cards.every(({ verdict }) => isUpheld(verdict.kind)) ? 0 : 1;
}
