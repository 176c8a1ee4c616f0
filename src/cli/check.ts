/** `society check FILE…`, or folders of them: the problems that the editor would show. */
import { parseArgs } from 'node:util';
import { loadModel, problemLine } from '../runs/index.js';
import { fileUris, openLanguage } from './files.js';
import { aside, displayPath, printable, UsageError } from './output.js';

export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } });
  if (positionals.length === 0) throw new UsageError('check needs a file, or a folder of them.');
  const language = openLanguage();
  const uris = await fileUris(positionals);
  const problems = [];
  for (const uri of uris) {
    const { problems: found, resolved } = await loadModel(language, uri);
    problems.push(...found.filter((p) => resolved.society.scenarios !== undefined || p.code !== 'cannot-run'));
  }
  if (values.json)
    process.stdout.write(
      `${JSON.stringify(
        problems.map((p) => ({ ...p, path: displayPath(p.uri) })),
        null,
        2,
      )}\n`,
    );
  else for (const problem of problems) process.stdout.write(`${printable(problemLine(problem, displayPath))}\n`);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (!values.json)
    aside(
      `${uris.length} file${uris.length === 1 ? '' : 's'}, ${errors} error${errors === 1 ? '' : 's'}, ${problems.length - errors} other\n`,
    );
  return errors > 0 ? 1 : 0;
}
