/** `society freeze FILE [SCENARIO]`: records the expectations of a file before it runs. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noSuch } from '../../core/util/suggest.js';
import { frozenRoom } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, notThere, openLanguage } from '../terminal/files.js';
import { aside, displayPath, printable, UsageError } from '../terminal/output.js';
import { writeWhole } from '../../node/ports.js';

export async function freeze(args: readonly string[]): Promise<number> {
  const { positionals } = argumentsOf('freeze', args, {});
  const [path, scenario] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError('freeze needs one file, and takes at most one scenario of it.');
  const uri = fileUri(path);
  const resolved = await openLanguage().resolve(uri);
  if (scenario !== undefined && !resolved.society.scenarios?.[scenario])
    throw new UsageError(noSuch('scenario', scenario, Object.keys(resolved.society.scenarios ?? {})));
  const { freezeExpectations, freezingWords, frozenFile, frozenText } = await frozenRoom();
  const file = fileURLToPath(frozenFile(uri));
  const before = await readFile(file, 'utf8').catch(notThere);
  const home = dirname(fileURLToPath(uri));
  const freezing = await freezeExpectations(resolved, scenario, { roots: [home], before, date: new Date().toISOString() });
  if (freezing.added === null) {
    aside('Everything is already frozen in this form; nothing was written\n');
    return 0;
  }
  await writeWhole(file, frozenText(freezing.frozen));
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
