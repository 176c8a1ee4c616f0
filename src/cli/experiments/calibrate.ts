/** `society calibrate FILE [CALIBRATION]`: fits parameters of a scenario to data. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvText } from '../../core/formats/csv.js';
import { neverCancelled } from '../../core/util/lifecycle.js';
import { noSuch } from '../../core/util/suggest.js';
import type { LanguageService } from '../../language/index.js';
import { folderFiles, writeWhole } from '../../node/ports.js';
import { calibrationPlace } from '../../node/runPlace.js';
import type { Calibrated, CalibrationProgress, CalibrationSpec } from '../../runs/calibration/index.js';
import { type ExperimentRun, inProcess, openKept, Threads } from '../../runs/experiments/index.js';
import { calibrationRoom, loadModel, mindWords } from '../../runs/index.js';
import type { CalibrationReport } from '../../protocol/calibration.js';
import { calibrationHtml } from '../../../webview/calibration/html.js';
import { argumentsOf } from '../terminal/arguments.js';
import { checkUnused, fileUri, openLanguage, wholeNumber } from '../terminal/files.js';
import { aside, jsonText, printable, UsageError } from '../terminal/output.js';
import { PAUSED } from '../terminal/spending.js';
import { playPlan } from './playPlan.js';

const OPTIONS = {
  runs: { type: 'string' },
  particles: { type: 'string' },
  seed: { type: 'string' },
  sbc: { type: 'string' },
  json: { type: 'boolean' },
  html: { type: 'string' },
  csv: { type: 'string' },
  force: { type: 'boolean' },
  workers: { type: 'string' },
  yes: { type: 'boolean' },
  'at-once': { type: 'string' },
  calls: { type: 'string' },
  tokens: { type: 'string' },
  money: { type: 'string' },
} as const;

export async function calibrate(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('calibrate', args, OPTIONS);
  const [path, given] = positionals;
  if (path === undefined || positionals.length > 2)
    throw new UsageError('calibrate needs one file, and takes at most one id of a calibration in it.');
  const uri = fileUri(path);
  const language = openLanguage();
  const id = await calibrationIn(language, { uri, path, given });
  const room = await calibrationRoom();
  const resolved = await language.resolve(uri);
  const loaded = await loadModel(language, uri, { scenario: resolved.society.calibrate![id]!.scenario });
  if (!loaded.ok) throw new UsageError(loaded.problems.find(({ severity }) => severity === 'error')?.message ?? `${path} has errors.`);
  const spec = withOptions(await room.calibrationOf(language, resolved, id), values);
  for (const file of [values.html, values.csv]) if (file !== undefined && !values.force) await checkUnused(file);
  const folder = calibrationPlace(dirname(fileURLToPath(uri)), id);
  const kept = await openKept(folderFiles(folder));
  const workers = wholeNumber('workers', values.workers, 0) ?? availableParallelism();
  const threads = workers === 0 ? null : new Threads(workers);
  try {
    const fresh = new Map<string, ExperimentRun>(kept.cells);
    const keeping = {
      ...kept,
      keep: async (cell: ExperimentRun) => {
        fresh.set(cell.key, cell);
        await kept.keep(cell);
      },
    };
    const asking = { ...values, atOnce: wholeNumber('at-once', values['at-once'], 1), shard: undefined };
    let mayAsk = values.yes;
    const calibrated = await room.calibrate(
      spec,
      resolved,
      {
        language,
        token: neverCancelled,
        known: () => fresh,
        play: async (plan) => {
          const alone = (token: typeof neverCancelled) => threads?.player(plan.material) ?? inProcess(plan.material, token);
          const played = await playPlan(plan, { kept: keeping, folder, asking: { ...asking, yes: mayAsk }, alone, isQuiet: true });
          // The consent for the first runs of a calibration is for all of them.
          if (plan.missing.length > 0) mayAsk = true;
          return played;
        },
        told: telling(),
      },
      { ranks: wholeNumber('sbc', values.sbc, 1) ?? 0 },
    );
    return await told(room, calibrated, mindWords(loaded.model), values);
  } finally {
    await threads?.close();
    await kept.close();
  }
}

type Given = { readonly [option in keyof typeof OPTIONS]?: string | boolean | undefined };

function withOptions(spec: CalibrationSpec, { runs, particles, seed }: Given): CalibrationSpec {
  const number = (name: string, text: Given['runs'], least: number): number | undefined =>
    wholeNumber(name, typeof text === 'string' ? text : undefined, least);
  const changed = {
    ...spec,
    runs: number('runs', runs, 40) ?? spec.runs,
    particles: number('particles', particles, 20) ?? spec.particles,
    seed: number('seed', seed, 0) ?? spec.seed,
  };
  const least = 2 * changed.particles + changed.check;
  if (changed.runs < least)
    throw new UsageError(
      `${changed.runs} runs are too few for ${changed.particles} particles and a check with ${changed.check} runs: ${least} are needed.`,
    );
  return changed;
}

/** The named calibration, or the first. */
async function calibrationIn(
  language: LanguageService,
  { uri, path, given }: { readonly uri: string; readonly path: string; readonly given: string | undefined },
): Promise<string> {
  const ids = Object.keys((await language.resolve(uri)).society.calibrate ?? {});
  const id = given ?? ids[0];
  if (id === undefined) throw new UsageError(`${path} has no calibration. Write one under calibrate:.`);
  if (!ids.includes(id)) throw new UsageError(`${path}: ${noSuch('calibration', id, ids)}`);
  return id;
}

const STAGES: { readonly [stage in CalibrationProgress['stage']]: string } = {
  prior: 'runs with draws from the priors',
  generation: 'runs nearer to the targets',
  check: 'runs with draws from the result',
  ranks: 'runs for simulated data',
};

/** Progress: one line for each generation and stage. */
function telling(): (progress: CalibrationProgress) => void {
  let last = '';
  return ({ stage, generations, tolerance, runs, of, accepted, wanted }) => {
    const name = stage === 'generation' ? `generation ${generations.length + 1}, tolerance ${Number(tolerance?.toPrecision(3))}` : stage;
    if (process.stderr.isTTY)
      process.stderr.write(
        `\r\u001b[K${runs} of at most ${of} runs; ${STAGES[stage]}: ${accepted} of ${wanted}${stage === 'check' ? '\n' : ''}`,
      );
    else if (name !== last) aside(`${runs} of at most ${of} runs; ${name}: ${STAGES[stage]}\n`);
    last = name;
  };
}

async function pageOf(report: CalibrationReport): Promise<string> {
  const built = (name: string): Promise<string> => readFile(join(dirname(fileURLToPath(import.meta.url)), 'webview', name), 'utf8');
  const [script, style] = await Promise.all([built('calibration.js'), built('calibration.css')]);
  return calibrationHtml(report, { script, style, hash: (text) => createHash('sha256').update(text).digest('base64') });
}

async function told(
  room: Awaited<ReturnType<typeof calibrationRoom>>,
  calibrated: Calibrated,
  speakers: string,
  values: Given,
): Promise<number> {
  const report = room.reportOf(calibrated, speakers);
  if (typeof values.html === 'string') await writeWhole(values.html, await pageOf(report));
  if (typeof values.csv === 'string') await writeWhole(values.csv, csvText(room.particleRows(calibrated)));
  process.stdout.write(values.json ? jsonText(report) : `${printable(room.calibrationText(report))}\n`);
  if (calibrated.problem !== null) aside(`${calibrated.problem}\n`);
  if (calibrated.ending === 'paused') return PAUSED;
  return report.isWhole && report.parameters.length > 0 ? 0 : 1;
}
