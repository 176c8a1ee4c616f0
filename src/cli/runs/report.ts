/** `society report RUN`: a run as one HTML file that any browser opens, without a network. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finished } from '../../core/util/slices.js';
import { reportHtml } from '../../../webview/report/html.js';
import { claimsRoom, frozenRoom, peopleRoom, recordedHandle, sharedSnapshot, withGroups } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { jsonText, printable, UsageError } from '../terminal/output.js';
import { cardsBeside, fileOfRun, frozenBeside, openLanguage } from '../terminal/files.js';
import { openRecording } from './replay.js';
import { writeWhole } from '../../node/ports.js';
import { t } from '../../core/util/l10n.js';

export async function report(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('report', args, { out: { type: 'string' }, json: { type: 'boolean' } });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(t('report needs one run folder.'));
  const run = await openRecording(path);
  const { manifest, model } = run;
  const shown = recordedHandle(run, manifest.state);
  const { head: state } = shown.timeline;
  const source = { ...shown, cost: null };
  const snapshot = finished(withGroups(sharedSnapshot(source), source));
  const { reportedExpectations } = await frozenRoom();
  const expected = reportedExpectations({ ...run, state, created: manifest.created }, await frozenBeside(path, run));
  const { reportedCards } = await claimsRoom();
  const cards = reportedCards(await cardsBeside(path, run), model.scenario, expected);
  const { reportedOutside } = await peopleRoom();
  const { timeline } = shown;
  const outside = await reportedOutside(openLanguage(), fileOfRun(path, run), { ...run, timeline }, () => undefined);
  const built = (name: string): Promise<string> => readFile(join(dirname(fileURLToPath(import.meta.url)), 'webview', name), 'utf8');
  const [script, style] = await Promise.all([built('report.js'), built('report.css')]);
  const file = resolve(values.out ?? `${model.scenario.replace(/[^\w.-]+/g, '-')}-report.html`);
  await writeWhole(
    file,
    reportHtml({
      snapshot,
      created: manifest.created,
      description: run.resolved.society.description ?? '',
      expected,
      cards,
      outside,
      script,
      style,
      hash,
    }),
  );
  process.stdout.write(values.json ? jsonText({ file }) : `${printable(file)}\n`);
  return 0;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
