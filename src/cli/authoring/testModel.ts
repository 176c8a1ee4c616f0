/** `society test-model FILE [ID]`: asks the models of a file a few short questions, and reports how they answer. */
import { translated } from '../../core/util/recordedText.js';
import { CancellationSource } from '../../core/util/lifecycle.js';
import { noSuch } from '../../core/util/suggest.js';
import { testableModels, testModel as tested } from '../../runs/index.js';
import { terminalAccess } from '../terminal/access.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, openLanguage } from '../terminal/files.js';
import { jsonText, printable, UsageError } from '../terminal/output.js';
import { t } from '../../core/util/l10n.js';

export async function testModel(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('test-model', args, { json: { type: 'boolean' } });
  const [path, wanted] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError(t('test-model needs one file, and at most one model of it.'));
  const { society } = await openLanguage().resolve(fileUri(path));
  const ids = testableModels(society);
  if (wanted !== undefined && !ids.includes(wanted)) throw new UsageError(`${path}: ${noSuch('model', wanted, ids)}`);
  if (ids.length === 0 && !values.json)
    process.stdout.write(t('The file has no models: the built-in mind answers, which needs no connection.\n'));
  const source = new CancellationSource();
  const stop = (): void => source.cancel();
  process.once('SIGINT', stop);
  const ports = { ...terminalAccess(), now: () => performance.now() };
  const found: Awaited<ReturnType<typeof tested>>[] = [];
  for (const id of wanted === undefined ? ids : [wanted]) {
    const one = await tested(society, id, ports, source.token);
    found.push(one);
    if (!values.json) process.stdout.write(`${id}: ${printable(one.lines.map(translated).join('\n  '))}\n`);
  }
  process.removeListener('SIGINT', stop);
  if (values.json) process.stdout.write(jsonText(found));
  return found.some(({ ok }) => !ok) ? 1 : 0;
}
