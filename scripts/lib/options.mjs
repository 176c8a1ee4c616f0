/** The options of a script, whose help is the comment at the start of its file. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { message } from './report.mjs';

/**
 * Reads the command line of a script. With `--help`, prints its help and returns null. Throws if an option is unknown, or if a word is
 * given where none is allowed.
 * @template {string} Flag
 * @param {string} url of the script
 * @param {readonly Flag[]} flags options without values, without their dashes
 * @param {number} most words that may be given in addition
 * @returns {{ readonly flags: ReadonlySet<Flag>, readonly words: readonly string[] } | null}
 */
export function readOptions(url, flags, most = 0) {
  const script = fileURLToPath(url);
  try {
    const options = Object.fromEntries([...flags, 'help'].map((flag) => [flag, /** @type {const} */ ({ type: 'boolean' })]));
    const { values, positionals } = parseArgs({ options, allowPositionals: most > 0 });
    if (values['help']) {
      process.stdout.write(`${helpOf(readFileSync(script, 'utf8'))}\n`);
      return null;
    }
    if (positionals.length > most) throw new Error(`unexpected argument '${positionals[most]}'`);
    return { flags: new Set(flags.filter((flag) => values[flag])), words: positionals };
  } catch (error) {
    throw new Error(`${message(error).split('. ')[0]}; see node scripts/${basename(script)} --help`);
  }
}

/** The comment at the start of a file, without its signs. @param {string} text */
function helpOf(text) {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '';
  return comment.replaceAll(/^ ?\* ?/gm, '').trim();
}
