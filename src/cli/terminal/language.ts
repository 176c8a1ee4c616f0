/**
 * The language of the command line: `--language TAG`, otherwise that of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`). It is
 * set while this module is loaded, and the entry imports it first, because some texts are made while their modules are loaded.
 * Data (`--json`, tables, run folders) is the same in all languages.
 */
import { readFileSync } from 'node:fs';
import { setTranslations, type Translations } from '../../core/util/l10n.js';

const OPTION = '--language';

/** The languages of the files in `l10n/`, by their primary tags. `zh` is Simplified Chinese. */
const FILES: { readonly [primary: string]: string } = { de: 'de', es: 'es', ja: 'ja', zh: 'zh-cn' };

/** The language in `de_DE.UTF-8`, `zh-Hans` and the like, by the name of its file; null for English and for all others. */
function languageOf(tag: string): string | null {
  const [primary = '', ...rest] = tag.toLowerCase().replace(/\..*$/, '').split(/[-_]/);
  if (primary === 'zh' && rest.some((part) => ['tw', 'hk', 'mo', 'hant'].includes(part))) return null;
  return Object.hasOwn(FILES, primary) ? FILES[primary]! : null;
}

/** The arguments without `--language TAG`, and the tag. */
export function withoutLanguage(args: readonly string[]): { readonly args: readonly string[]; readonly tag: string | null } {
  const left: string[] = [];
  let tag: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') return { args: [...left, ...args.slice(i)], tag };
    if (arg === OPTION) tag = args[++i] ?? '';
    else if (arg.startsWith(`${OPTION}=`)) tag = arg.slice(OPTION.length + 1);
    else left.push(arg);
  }
  return { args: left, tag };
}

/** The texts of a language; undefined for English, and where the file cannot be read. */
function textsOf(tag: string): Translations | undefined {
  const language = languageOf(tag);
  if (language === null) return undefined;
  try {
    return JSON.parse(readFileSync(new URL(`../l10n/bundle.l10n.${language}.json`, import.meta.url), 'utf8')) as Translations;
  } catch {
    return undefined;
  }
}

const { LC_ALL, LC_MESSAGES, LANG } = process.env;
setTranslations(textsOf(withoutLanguage(process.argv.slice(2)).tag ?? (LC_ALL || LC_MESSAGES || LANG || 'en')));
