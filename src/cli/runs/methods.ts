/** `society methods RUN…` and `society methods FILE [ID]`: a methods section for runs or an experiment, from their records. */
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { experimentPlace, keptRuns } from '../../node/runPlace.js';
import { folderFiles, writeWhole } from '../../node/ports.js';
import { frozenRoom, methodsRoom, preregistrationRoom } from '../../runs/index.js';
import type { RecordedRun } from '../../runs/live/recordedRun.js';
import { argumentsOf } from '../terminal/arguments.js';
import { experimentIn } from '../experiments/experiment.js';
import { fileUri, openLanguage, seedsGiven } from '../terminal/files.js';
import { cardsAt, cardsBeside, frozenAt, frozenBeside } from '../terminal/files.js';
import { aside, jsonText, printable, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';
import { t } from '../../core/util/l10n.js';

const OPTIONS = {
  latex: { type: 'boolean' },
  out: { type: 'string' },
  frozen: { type: 'string' },
  kept: { type: 'string' },
  seeds: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export async function methods(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('methods', args, OPTIONS);
  const [first] = positionals;
  if (first === undefined) throw new UsageError(t('methods needs run folders, or a file with an experiment.'));
  const { methodsLatex, methodsMarkdown } = await methodsRoom();
  const isFile = first.endsWith('.society');
  const study = isFile ? await ofExperiment(first, positionals[1], values) : await ofRuns(positionals, values.frozen);
  const preregistered = isFile ? await registered(first, study.experiment?.id ?? null) : null;
  const text = values.latex ? methodsLatex(study, preregistered) : methodsMarkdown(study, preregistered);
  if (values.out !== undefined) await writeWhole(values.out, text);
  if (values.json)
    process.stdout.write(
      jsonText({ file: values.out ?? null, frozen: study.frozen !== null, ...(values.out === undefined ? { text } : {}) }),
    );
  else if (values.out === undefined) process.stdout.write(printable(text));
  if (study.frozen === null) aside(t('No expectations are frozen, so all are reported as post hoc (society freeze FILE).\n'));
  return 0;
}

/** The deviations from the preregistration of an experiment or of its whole file; null where there is none. */
async function registered(path: string, experiment: string | null) {
  const { deviationsBeside } = await preregistrationRoom();
  return deviationsBeside(openLanguage(), fileUri(path), [experiment, null]);
}

async function ofRuns(paths: readonly string[], frozen: string | undefined) {
  const { Gathering } = await methodsRoom();
  const gathering = new Gathering();
  let first: { readonly path: string; readonly run: RecordedRun } | undefined;
  for (const path of paths) {
    const run = await openRecording(path);
    gathering.add(run);
    first ??= { path, run };
  }
  const found = (await frozenNamed(frozen)) ?? (first ? await frozenBeside(first.path, first.run) : null);
  return gathering.study(found, first ? { cards: await cardsBeside(first.path, first.run) } : {});
}

/** The frozen expectations in a file that the user names. */
async function frozenNamed(path: string | undefined) {
  const frozen = path === undefined ? null : await frozenAt(path);
  if (path !== undefined && frozen === null) throw new UsageError(t('The file {0} does not exist.', path));
  return frozen;
}

async function ofExperiment(
  path: string,
  given: string | undefined,
  values: { readonly frozen?: string; readonly kept?: string; readonly seeds?: string },
) {
  const uri = fileUri(path);
  const home = dirname(fileURLToPath(uri));
  const language = openLanguage();
  const id = await experimentIn(language, { uri, path, given });
  const { frozenFile } = await frozenRoom();
  const { studyOfExperiment } = await methodsRoom();
  const dir = values.kept === undefined ? experimentPlace(home, id) : resolve(values.kept);
  return studyOfExperiment(uri, id, {
    ...{ language, kept: folderFiles(dir), seeds: seedsGiven(values.seeds) },
    folders: new Map((await keptRuns(home)).map((run) => [basename(run), folderFiles(run)])),
    cards: await cardsAt(fileURLToPath(uri)),
    frozen: (await frozenNamed(values.frozen)) ?? (await frozenAt(fileURLToPath(frozenFile(uri)))),
  });
}
