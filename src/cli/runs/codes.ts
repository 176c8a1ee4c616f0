/** `society codes RUN [FILE]`: writes the messages that a person has to code, as a sheet; with it filled in, reports agreement. */
import { readFile } from 'node:fs/promises';
import { Timeline } from '../../core/events/timeline.js';
import { codingSheet, humanCodes, openCodings, readCodings } from '../../engine/index.js';
import { agreementsIn, agreementWords } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { aside, plural, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';

export async function codes(args: readonly string[]): Promise<number> {
  const { positionals } = argumentsOf('codes', args, {});
  const [path, sheet] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError('codes needs one run folder, and takes at most one file.');
  const { model, events } = await openRecording(path);
  const { head } = Timeline.of(events);
  if (sheet === undefined) {
    const open = openCodings(model, head);
    if (open.length === 0) aside('No code of this run is assigned by a person.\n');
    process.stdout.write(open.length === 0 ? '' : codingSheet(open));
    return 0;
  }
  const text = await readFile(sheet, 'utf8').catch(() => null);
  if (text === null) throw new UsageError(`${sheet} cannot be read.`);
  const read = readCodings(text);
  const { drafts, problems } = humanCodes(model, head, read.codings);
  const wrong = [...read.problems, ...problems].sort((a, b) => a.line - b.line);
  for (const { line, reason } of wrong) aside(`${sheet}:${line}: ${reason}\n`);
  const given = drafts.filter(({ body }) => body.type === 'code.assigned').length;
  process.stdout.write(`${plural(given, 'code')} by hand\n`);
  const checked = new Set(drafts.flatMap(({ body }) => (body.type === 'agreement.found' ? [body.code] : [])));
  for (const found of agreementsIn([...events, ...drafts.map(({ body }) => body)]))
    if (checked.has(found.code)) process.stdout.write(`${agreementWords(found)}\n`);
  return wrong.length > 0 ? 1 : 0;
}
