/**
 * Finds keys of services anywhere in the text, also in comments, and invisible characters that change what is read. Runs
 * per piece of text. A message never contains the key.
 */
import { errorAt, type OffsetFix, type Problem, warningAt } from '../../text/problem.js';
import { lineStart, type Offsets } from '../../text/lines.js';
import { marked, t } from '../../../core/util/l10n.js';

/** Prefixes of the keys of known services. */
const KNOWN = [
  'sk-[A-Za-z0-9_-]{16,}',
  '(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,}',
  'github_pat_[A-Za-z0-9_]{20,}',
  'glpat-[A-Za-z0-9_-]{16,}',
  'hf_[A-Za-z0-9]{20,}',
  'gsk_[A-Za-z0-9]{20,}',
  'xai-[A-Za-z0-9]{20,}',
  'r8_[A-Za-z0-9]{30,}',
  'AIza[A-Za-z0-9_-]{30,}',
  'AKIA[A-Z0-9]{16}',
  'xox[abprs]-[A-Za-z0-9-]{10,}',
  'eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}',
  '-----BEGIN [A-Z ]*PRIVATE KEY-----',
].join('|');

const TOKEN = new RegExp(`(?<![A-Za-z0-9_-])(?:${KNOWN})`, 'g');
const BEARER = /\bBearer\s+([A-Za-z0-9._~+/-]{20,}=*)/gi;
const NAMED =
  /\b(?:api[_-]?key|access[_-]?(?:key|token)|auth(?:orization)?[_-]?token|client[_-]?secret|secret[_-]?key|token|password|passwd|apikey)["']?\s*[:=]\s*["']?([A-Za-z0-9_~+/=.-]{20,})/gi;
const IN_URL = /\bhttps?:\/\/[^\s/@:]+:([^\s/@]{6,})@/g;

/** Texts without any of these are not checked further. */
const HINT =
  /sk-|gh[opusr]_|_pat_|glpat-|hf_|gsk_|xai-|r8_|AIza|AKIA|xox[abprs]-|eyJ|PRIVATE KEY|bearer\s|key["']?\s*[:=]|token|secret|passw|:\/\/[^\s/@]+@/i;

/** Checks the part `[from, to)` of a text. */
export function checkSpelledKeys(source: string, [from, to]: Offsets): Problem[] {
  const text = source.slice(from, to);
  const problems = unseen(text, from);
  if (!HINT.test(text)) return problems;
  const taken: Offsets[] = [];
  const add = (start: number, length: number): void => {
    const at: Offsets = [from + start, from + start + length];
    if (taken.some((other) => other[0] < at[1] && at[0] < other[1])) return;
    taken.push(at);
    problems.push(literalKey(source, at));
  };
  for (const found of text.matchAll(TOKEN)) if (!isPlaceholder(found[0])) add(found.index, found[0].length);
  for (const pattern of [BEARER, NAMED, IN_URL])
    for (const found of text.matchAll(pattern)) {
      const key = found[1] ?? '';
      if (isPlaceholder(key) || (pattern === NAMED && !isRandom(key))) continue;
      add(found.index + found[0].lastIndexOf(key), key.length);
    }
  return problems;
}

/** `sk-xxxxxxxxxxxxxxxx`, `sk-your-key-goes-here`: an example, not a key. */
const isPlaceholder = (key: string): boolean =>
  new Set((key.length < 16 ? key : key.slice(4)).toLowerCase()).size < 6 ||
  (!/[0-9]/.test(key) && !key.startsWith('-') && !/[a-z][A-Z]|[A-Z][a-z][A-Z]/.test(key));

/** Whether a text mixes many different letters and digits, as no word does. */
function isRandom(key: string): boolean {
  const digits = key.replace(/[^0-9]/g, '').length;
  const letters = key.replace(/[^A-Za-z]/g, '').length;
  return digits >= 3 && letters >= 6 && new Set(key).size >= 10;
}

const ADVICE = marked("A key is kept outside the file and named in a model, as in key: $(secret('name')).");

function literalKey(source: string, at: Offsets): Problem {
  const start = lineStart(source, at[0]);
  const before = source.slice(start, at[0]);
  const asKey = /(?:^\s*|[{,]\s*)((?:api_?key|key|token|secret)\s*:\s*["']?)$/i.exec(before);
  const fixes: OffsetFix[] = [];
  if (asKey?.[1] !== undefined) {
    const quote = /["']$/.exec(before)?.[0] ?? '';
    const whole: Offsets = [at[0] - asKey[1].length, source[at[1]] === quote && quote !== '' ? at[1] + 1 : at[1]];
    fixes.push({ title: t("Use $(secret('key'))"), edits: [{ at: whole, text: "key: $(secret('key'))" }], preferred: true });
  } else fixes.push({ title: t('Remove it'), edits: [{ at, text: '' }], preferred: true });
  const message = t('This looks like a key or password. Everyone who gets the file can read it. Remove it. {0}', ADVICE);
  return errorAt('literal-key', message, at, fixes);
}

/** Spaces that YAML does not read as a space next to a key, and characters of no width anywhere, except those that join or order letters. */
const UNSEEN = /[\u200b\u2060\ufeff\u00ad]|(?<=^[ \u00a0]*)\u00a0|(?<=^ *(?:- )?[a-z][a-z0-9_.]*:)\u00a0/gm;
const ANY_UNSEEN = /[\u00a0\u00ad\u200b\u2060\ufeff]/;

function unseen(text: string, from: number): Problem[] {
  if (!ANY_UNSEEN.test(text)) return [];
  return [...text.matchAll(UNSEEN)].flatMap((found) => {
    const at: Offsets = [from + found.index, from + found.index + 1];
    if (at[0] === 0 && found[0] === '\ufeff') return [];
    const space = found[0] === '\u00a0';
    const message = space
      ? t('This is not a normal space, so YAML reads it as a letter. Type it again.')
      : t('This character is invisible. It was probably pasted with other text. Remove it.');
    const fix: OffsetFix = {
      title: space ? t('Change to a normal space') : t('Remove it'),
      edits: [{ at, text: space ? ' ' : '' }],
      preferred: true,
    };
    return [warningAt('unseen-character', message, at, [fix])];
  });
}
