/** `society test-model FILE [ID]`: asks the models of a file a few short questions, and reports how they answer. */
import { CancellationSource } from '../../core/util/lifecycle.js';
import { noSuch } from '../../core/util/suggest.js';
import { testableModels, testModel as tested } from '../../runs/index.js';
import { terminalAccess } from '../terminal/access.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, openLanguage } from '../terminal/files.js';
import { printable, UsageError } from '../terminal/output.js';

export async function testModel(args: readonly string[]): Promise<number> {
  const { positionals } = argumentsOf('test-model', args, {});
  const [path, wanted] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError('test-model needs one file, and at most one model of it.');
  const { society } = await openLanguage().resolve(fileUri(path));
  const ids = testableModels(society);
  if (wanted !== undefined && !ids.includes(wanted)) throw new UsageError(`${path}: ${noSuch('model', wanted, ids)}`);
  if (ids.length === 0) process.stdout.write('The file has no models: the built-in mind answers, which needs no connection.\n');
  const source = new CancellationSource();
  const stop = (): void => source.cancel();
  process.once('SIGINT', stop);
  const ports = { ...terminalAccess(), now: () => performance.now() };
  let failed = false;
  for (const id of wanted === undefined ? ids : [wanted]) {
    const { ok, lines } = await tested(society, id, ports, source.token);
    failed ||= !ok;
    process.stdout.write(`${id}: ${printable(lines.join('\n  '))}\n`);
  }
  process.removeListener('SIGINT', stop);
  return failed ? 1 : 0;
}
