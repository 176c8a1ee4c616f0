/** `society codes RUN [FILE]`: writes the messages that a person has to code, as a sheet; with it filled in, reports agreement. */
import { translated } from '../../core/util/recordedText.js';
import { readFile } from 'node:fs/promises';
import { Timeline } from '../../core/events/timeline.js';
import { codingSheet, humanCodes, openCodings, readCodings } from '../../engine/index.js';
import { agreementsIn, agreementWords } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { aside, jsonText, plural, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';
import { t } from '../../core/util/l10n.js';

export async function codes(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('codes', args, { json: { type: 'boolean' } });
  const [path, sheet] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError(t('codes needs one run folder, and takes at most one file.'));
  const { model, events } = await openRecording(path);
  const { head } = Timeline.of(events);
  if (sheet === undefined) {
    const open = openCodings(model, head);
    if (open.length === 0) aside(t('No code of this run is assigned by a person.\n'));
    process.stdout.write(values.json ? jsonText(open) : open.length === 0 ? '' : codingSheet(open));
    return 0;
  }
  const text = await readFile(sheet, 'utf8').catch(() => null);
  if (text === null) throw new UsageError(t('{0} cannot be read.', sheet));
  const read = readCodings(text);
  const { drafts, problems } = humanCodes(model, head, read.codings);
  const wrong = [...read.problems, ...problems].sort((a, b) => a.line - b.line);
  for (const { line, reason } of wrong) aside(`${sheet}:${line}: ${translated(reason)}\n`);
  const given = drafts.filter(({ body }) => body.type === 'code.assigned').length;
  const agreements = agreementsIn([...events, ...drafts.map(({ body }) => body)]);
  const checked = new Set(drafts.flatMap(({ body }) => (body.type === 'agreement.found' ? [body.code] : [])));
  const found = agreements.filter(({ code }) => checked.has(code));
  if (values.json) process.stdout.write(jsonText({ codes: given, problems: wrong, agreements: found }));
  else process.stdout.write([t('{0} by hand', plural(given, 'code')), ...found.map(agreementWords)].map((line) => `${line}\n`).join(''));
  return wrong.length > 0 ? 1 : 0;
}
