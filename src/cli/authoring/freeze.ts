/** `society freeze FILE [SCENARIO]`: records the expectations of a file before it runs. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noSuch } from '../../core/util/suggest.js';
import { frozenRoom } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, notThere, openLanguage } from '../terminal/files.js';
import { aside, displayPath, jsonText, printable, UsageError } from '../terminal/output.js';
import { writeWhole } from '../../node/ports.js';
import { t } from '../../core/util/l10n.js';

export async function freeze(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('freeze', args, { json: { type: 'boolean' } });
  const [path, scenario] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError(t('freeze needs one file, and takes at most one scenario of it.'));
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
    if (values.json) process.stdout.write(jsonText({ file, added: null }));
    aside(t('Everything is already frozen in this form; nothing was written\n'));
    return 0;
  }
  await writeWhole(file, frozenText(freezing.frozen));
  process.stdout.write(
    values.json
      ? jsonText({ file, added: freezing.added })
      : printable(
          freezingWords(freezing)
            .map((line) => `${line}\n`)
            .join(''),
        ),
  );
  const earlier = freezing.frozen.freezes.length - 1;
  aside(
    t(
      'written to {0}{1}; put it into version control\n',
      displayPath(frozenFile(uri)),
      earlier > 0 ? t('; {0} in it', earlier === 1 ? t('the earlier freeze stays') : t('{0} earlier freezes stay', earlier)) : '',
    ),
  );
  return 0;
}
