/** `society replay RUN`: repeats a run from its folder, without asking a mind, and compares it byte by byte. */
import { translated } from '../../core/util/recordedText.js';
import { damageWords, isAtItsEnd, openRecorded, type RecordedRun, replay as replayed } from '../../runs/index.js';
import type { FolderFiles } from '../../trace/index.js';
import { machineMemory } from '../../node/machine.js';
import { announceLarge } from '../authoring/forecast.js';
import { argumentsOf } from '../terminal/arguments.js';
import { runFiles } from '../terminal/files.js';
import { aside, jsonText, UsageError } from '../terminal/output.js';
import { t } from '../../core/util/l10n.js';

export async function replay(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('replay', args, { json: { type: 'boolean' } });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(t('replay needs one run folder.'));
  const { used } = machineMemory();
  const run = await openRecording(path);
  // It is repeated next to what was recorded.
  if ((await announceLarge(run.resolved, run.model, used))?.never) return 1;
  const result = replayed(run);
  if (values.json) process.stdout.write(jsonText({ ...result, ignored: run.dropped }));
  if (!result.ok) {
    aside(`${translated(result.message)}\n`);
    return 1;
  }
  if (run.manifest.state === 'ended' && !isAtItsEnd(run)) {
    aside(
      t(
        'The run came to its end, but its events stop at event {0}. Complete it with: society run --resume {1}\n',
        run.events.length - 1,
        path,
      ),
    );
    return 1;
  }
  const left = run.dropped === 0 ? '' : t('; {0} characters after the last complete step ignored', run.dropped);
  if (!values.json) process.stdout.write(t('{0} events in {1} steps, the same byte for byte{2}\n', result.events, result.steps, left));
  return 0;
}

/** The run of a folder, or of a packed file; a usage error where it cannot be repeated. */
export async function openRecording(path: string): Promise<RecordedRun> {
  return recordedIn(await runFiles(path), path);
}

/** The same for files that are open already; `path` is the user's name for them. Reports damaged files. */
export async function recordedIn(files: FolderFiles, path: string): Promise<RecordedRun> {
  const opened = await openRecorded(files);
  if (!opened.ok) throw new UsageError(`${path}: ${opened.message}`);
  for (const words of opened.run.damage) aside(`${path}: ${words}\n`);
  keepInHand(path, opened.run);
  return opened.run;
}

/** The runs that this command has opened. */
const inHand: { readonly path: string; readonly run: RecordedRun }[] = [];

/** Remembers a run whose events may be the cause of an error. */
export const keepInHand = (path: string, run: RecordedRun): void => void inHand.push({ path, run });

/** The message of an error that comes from the events of an opened run, and not from this program. */
export function worded(error: unknown): unknown {
  for (const { path, run } of inHand) {
    const words = damageWords(error, run);
    if (words !== null) return new Error(`${path}: ${translated(words)}`);
  }
  return error;
}
