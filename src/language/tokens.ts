/**
 * Estimates the number of tokens of a text for a language model, from its words, letters and signs, without the token
 * table of a model. `node scripts/calibrate-tokens.mjs` fits the weights and prints the errors.
 *
 * For vocabularies of about 200,000 entries (o200k, GPT-4o and later). Errors on passages of about 150 tokens that were not
 * used for the fit, as the median and the 95th percentile:
 *
 *   English prose and talk                                              4 %    9 %
 *   prompts as they are sent, English                                   3 %    5 %
 *   code, JSON                                                          4 %   12 %
 *   numbers, emoji                                                      5 %    7 %
 *   German, French, Spanish, Portuguese, Dutch                          4 %   14 %
 *   Italian, Polish, Swedish, Turkish                                  11 %   19 %
 *   Chinese, Japanese, Korean                                           4 %   12 %
 *   Russian, Ukrainian, Greek, Hebrew, Arabic, Hindi, Bengali, Thai     4 %   13 %
 *
 * Older vocabularies of half that size (cl100k) give the same number for English and code, 1.2 times as many tokens for
 * other languages in Latin letters, 1.4 for Chinese and Japanese, 1.8 for Russian, 2.2 for Arabic and 3.3 for Hindi.
 */

/** Features that are counted in a text, and the tokens for each. Written by scripts/calibrate-tokens.mjs. */
const WEIGHTS = {
  word: 1.02,
  letters5: 0.05,
  letters9: -0.09,
  germanic: 0.28,
  germanic5: 0.09,
  germanic9: -0.05,
  romance: 0,
  romance5: 0.22,
  romance9: -0.58,
  otherLatin: -0.47,
  otherLatin5: 0.7,
  capitals: 0.24,
  cyrillic: 1.55,
  ukrainian: 1.29,
  greek: 0.4,
  arabic: 1.56,
  arabic3: 0.09,
  hebrew: 0.46,
  indic: 1.48,
  otherIndic: 0.38,
  thai: 0.42,
  hangul: 0.77,
  han: 0.72,
  hanRun: 0.74,
  kana: 0.63,
  letters: 0.6,
  digits: 1.55,
  digitsApart: 0.19,
  sign: 0.71,
  signs: 0.4,
  mark: 0.43,
  emoji: 1.55,
  line: 1.81,
  lineBehind: 0.34,
  blank: 1.06,
};

export type Feature = keyof typeof WEIGHTS;
type Features = { [F in Feature]: number };

const KEYS = Object.keys(WEIGHTS) as Feature[];

/** Tokens of a text, and the relative error that 95 of 100 passages do not exceed. */
export interface TokenEstimate {
  readonly tokens: number;
  readonly error: number;
}

const PLAIN_ERROR = 0.09;
const OTHER_ERROR = 0.19;

export function estimateSize(text: string): TokenEstimate {
  const { features, plain } = countIn(text);
  const tokens = Math.round(KEYS.reduce((sum, key) => sum + features[key] * WEIGHTS[key], 0));
  return { tokens, error: OTHER_ERROR - (OTHER_ERROR - PLAIN_ERROR) * plain };
}

export const estimateTokens = (text: string): number => estimateSize(text).tokens;

/** For the calibration. */
export const featuresOf = (text: string): Features => countIn(text).features;

const PIECES = /[\p{Script=Latin}\p{M}]+|[\p{L}\p{M}]+| ?[0-9]+|\s*\n|[ \t]{2,}|[!-/:-@[-`{-~]+|[^\s\p{L}\p{M}0-9!-/:-@[-`{-~]+/gu;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Small words show the language, and so into how many tokens the words around them split. */
const ENGLISH = setOf('the and of to a in is that it you for on with as are be this was have not or by from at your what can my if');
const GERMANIC = setOf(
  'der die und das nicht ist ich ein eine den von zu mit sich auf dem im het een van niet te zijn och som att det är på',
);
const ROMANCE = setOf(
  'le la les des et est que une du dans pour el los las en por con del se una un il che di della per non e sono o os da em na uma de y',
);

interface Languages {
  english: number;
  germanic: number;
  romance: number;
  accented: number;
}

/** The features of a text, and the share of its words that is English or code. */
function countIn(text: string): { readonly features: Features; readonly plain: number } {
  const features = Object.fromEntries(KEYS.map((key) => [key, 0])) as Features;
  const languages: Languages = { english: 0, germanic: 0, romance: 0, accented: 0 };
  let behind = false;
  for (const [piece] of text.matchAll(PIECES)) {
    const first = piece.charCodeAt(0);
    if (isLatin(first)) addWord(features, languages, piece);
    else addOther(features, piece, first, behind);
    behind = first > 32 && first < 128 && !isLatin(first) && !isDigit(first);
  }
  const latin = addLanguages(features, languages);
  const { word, cyrillic, greek, arabic, hebrew, indic, otherIndic, thai, hangul, han, kana, letters } = features;
  const others = cyrillic + arabic + indic + (greek + hebrew + otherIndic + thai + hangul + han + kana + letters) / 3;
  return { features, plain: word === 0 ? (others > 0 ? 0 : 1) : (word * latin) / (word + others) };
}

/** Adds features for words that are not English, by their probability. Returns the share of English. */
function addLanguages(features: Features, { english, germanic, romance, accented }: Languages): number {
  const other = Math.max(0, accented - 0.5 * (germanic + romance));
  const all = english + germanic + romance + other + 2;
  for (const [language, count] of [['germanic', germanic] as const, ['romance', romance] as const]) {
    features[language] = (count / all) * features.word;
    features[`${language}5`] = (count / all) * features.letters5;
    features[`${language}9`] = (count / all) * features.letters9;
  }
  features.otherLatin = (other / all) * features.word;
  features.otherLatin5 = (other / all) * features.letters5;
  return (english + 2) / all;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLatin = (code: number): boolean =>
  (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 0xc0 && code < 0x250) || (code >= 0x1e00 && code < 0x1f00);
const beyond = (length: number, most: number): number => Math.max(0, length - most);

function addWord(features: Features, languages: Languages, piece: string): void {
  const word = piece.toLowerCase();
  if (ENGLISH.has(word)) languages.english++;
  else if (GERMANIC.has(word)) languages.germanic++;
  else if (ROMANCE.has(word)) languages.romance++;
  if (!/^[a-z]+$/.test(word)) languages.accented++;
  features.word++;
  features.letters5 += beyond(piece.length, 5);
  features.letters9 += beyond(piece.length, 9);
  if (piece.length > 2 && piece === piece.toUpperCase()) features.capitals += piece.length - 2;
}

function addOther(features: Features, piece: string, first: number, behind: boolean): void {
  const apart = first === 32 && isDigit(piece.charCodeAt(1));
  if (apart || isDigit(first)) {
    features.digits += Math.ceil((piece.length - (apart ? 1 : 0)) / 3);
    if (apart) features.digitsApart++;
  } else if (piece.includes('\n')) features[behind ? 'lineBehind' : 'line']++;
  else if (first <= 32) features.blank++;
  else if (first < 128) {
    features.sign++;
    features.signs += piece.length - 1;
  } else if (/[\p{L}\p{M}]/u.test(piece)) addLetters(features, piece, first);
  else for (const sign of piece) features[sign.length > 1 || /[\u200d\ufe0f\u2600-\u27bf]/.test(sign) ? 'emoji' : 'mark']++;
}

/** Letters of other scripts: counted by words if a word is one or two tokens, by letters if it is more. */
function addLetters(features: Features, piece: string, first: number): void {
  const { length } = piece;
  if (first >= 0x400 && first < 0x530) {
    features.cyrillic++;
    if (/[іїєґў]/i.test(piece)) features.ukrainian++;
  } else if (first >= 0x370 && first < 0x400) features.greek += length;
  else if (first >= 0x600 && first < 0x780) {
    features.arabic++;
    features.arabic3 += beyond(length, 3);
  } else if (first >= 0x590 && first < 0x600) features.hebrew += length;
  else if (first >= 0x900 && first < 0x980) features.indic++;
  else if (first >= 0x980 && first < 0xe00) features.otherIndic += length;
  else if (first >= 0xe00 && first < 0xe80) features.thai += length;
  else if (first >= 0xac00 && first < 0xd7b0) features.hangul += length;
  else addEastern(features, piece);
}

function addEastern(features: Features, piece: string): void {
  let before = '';
  for (const letter of piece) {
    const code = letter.charCodeAt(0);
    const kind = code >= 0x3040 && code < 0x3100 ? 'kana' : code >= 0x3400 && code < 0xa000 ? 'han' : 'letters';
    features[kind]++;
    if (kind === 'han' && kind !== before) features.hanRun++;
    before = kind;
  }
}
