/** `society freeze FILE [SCENARIO]`: what a file expects, written down before it is played. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { methodsRoom } from '../runs/index.js';
import { fileUri, notThere, openLanguage } from './files.js';
import { aside, displayPath, printable, UsageError } from './output.js';

export async function freeze(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const [path, scenario] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError('freeze needs a file, and may have a scenario of it.');
  const uri = fileUri(path);
  const resolved = await openLanguage().resolve(uri);
  if (scenario !== undefined && !resolved.society.scenarios?.[scenario]) throw new UsageError(`There is no scenario \`${scenario}\`.`);
  const { freezeExpectations, freezingWords, frozenFile, frozenText } = await methodsRoom();
  const file = fileURLToPath(frozenFile(uri));
  const before = await readFile(file, 'utf8').catch(notThere);
  const home = dirname(fileURLToPath(uri));
  const freezing = await freezeExpectations(resolved, scenario, { roots: [home], before, date: new Date().toISOString() });
  if (freezing.added === null) {
    aside('all of it is frozen as it stands; nothing was written\n');
    return 0;
  }
  await writeFile(file, frozenText(freezing.frozen));
  process.stdout.write(
    printable(
      freezingWords(freezing)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
  const earlier = freezing.frozen.freezes.length - 1;
  aside(
    `written to ${displayPath(frozenFile(uri))}${earlier > 0 ? `; ${earlier === 1 ? 'the earlier freeze stays' : `${earlier} earlier freezes stay`} in it` : ''}; put it into version control\n`,
  );
  return 0;
}
