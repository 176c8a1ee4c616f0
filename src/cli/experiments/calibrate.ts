/** `society calibrate FILE [CALIBRATION]`: fits parameters of a scenario to data. */
import { translated } from '../../core/util/recordedText.js';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvText } from '../../core/formats/csv.js';
import { neverCancelled } from '../../core/util/lifecycle.js';
import { noSuch } from '../../core/util/suggest.js';
import type { LanguageService } from '../../language/index.js';
import { writeWhole } from '../../node/ports.js';
import { calibrationPlace } from '../../node/runPlace.js';
import type { Calibrated, CalibrationProgress, CalibrationSpec } from '../../runs/calibration/index.js';
import { calibrationRoom, loadModel, mindWords } from '../../runs/index.js';
import type { CalibrationReport } from '../../protocol/calibration.js';
import { calibrationHtml } from '../../../webview/calibration/html.js';
import { argumentsOf } from '../terminal/arguments.js';
import { checkUnused, fileUri, openLanguage, wholeNumber } from '../terminal/files.js';
import { aside, jsonText, printable, UsageError } from '../terminal/output.js';
import { PAUSED } from '../terminal/spending.js';
import { inPlaySession, PLAY_OPTIONS } from './playSession.js';
import { marked, t } from '../../core/util/l10n.js';

const OPTIONS = {
  ...PLAY_OPTIONS,
  runs: { type: 'string' },
  particles: { type: 'string' },
  seed: { type: 'string' },
  sbc: { type: 'string' },
  json: { type: 'boolean' },
  html: { type: 'string' },
  csv: { type: 'string' },
  force: { type: 'boolean' },
} as const;

export async function calibrate(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('calibrate', args, OPTIONS);
  const [path, given] = positionals;
  if (path === undefined || positionals.length > 2)
    throw new UsageError(t('calibrate needs one file, and takes at most one id of a calibration in it.'));
  const uri = fileUri(path);
  const language = openLanguage();
  const id = await calibrationIn(language, { uri, path, given });
  const room = await calibrationRoom();
  const resolved = await language.resolve(uri);
  const loaded = await loadModel(language, uri, { scenario: resolved.society.calibrate![id]!.scenario });
  if (!loaded.ok) throw new UsageError(loaded.problems.find(({ severity }) => severity === 'error')?.message ?? t('{0} has errors.', path));
  const spec = withOptions(await room.calibrationOf(language, resolved, id), values);
  for (const file of [values.html, values.csv]) if (file !== undefined && !values.force) await checkUnused(file);
  const ranks = wholeNumber('sbc', values.sbc, 1) ?? 0;
  const folder = calibrationPlace(dirname(fileURLToPath(uri)), id);
  return inPlaySession(values, { folder, isQuiet: true, isOneConsent: true }, async ({ known, play }) => {
    const calibrated = await room.calibrate(
      spec,
      resolved,
      { language, token: neverCancelled, known: () => known, play, told: telling() },
      { ranks },
    );
    return told(room, calibrated, mindWords(loaded.model), values);
  });
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
      t(
        '{0} runs are too few for {1} particles and a check with {2} runs: {3} are needed.',
        changed.runs,
        changed.particles,
        changed.check,
        least,
      ),
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
  if (id === undefined) throw new UsageError(t('{0} has no calibration. Write one under calibrate:.', path));
  if (!ids.includes(id)) throw new UsageError(`${path}: ${noSuch('calibration', id, ids)}`);
  return id;
}

const STAGES: { readonly [stage in CalibrationProgress['stage']]: string } = {
  prior: marked(marked('runs with draws from the priors')),
  generation: marked(marked('runs nearer to the targets')),
  check: marked(marked('runs with draws from the result')),
  ranks: marked(marked('runs for simulated data')),
};

/** Progress: one line for each generation and stage. */
function telling(): (progress: CalibrationProgress) => void {
  let last = '';
  return ({ stage, generations, tolerance, runs, of, accepted, wanted }) => {
    const name =
      stage === 'generation' ? t('generation {0}, tolerance {1}', generations.length + 1, Number(tolerance?.toPrecision(3))) : stage;
    const done = t('{0} of at most {1} runs', runs, of);
    if (process.stderr.isTTY)
      process.stderr.write(`\r\u001b[K${done}; ${t(STAGES[stage])}: ${accepted}/${wanted}${stage === 'check' ? '\n' : ''}`);
    else if (name !== last) aside(`${done}; ${name}: ${t(STAGES[stage])}\n`);
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
  if (calibrated.problem !== null) aside(`${translated(calibrated.problem)}\n`);
  if (calibrated.ending === 'paused') return PAUSED;
  return report.isWhole && report.parameters.length > 0 ? 0 : 1;
}
