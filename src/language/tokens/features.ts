/**
 * What is counted in a text to estimate its tokens: words by language, letters by script, digits, signs and lines. The
 * features do not depend on a vocabulary; `weights.ts` has the tokens of each feature in each vocabulary.
 */

/** Languages in Latin letters that small words identify. Words of English count as `word` only. */
const LANGUAGES = ['german', 'dutch', 'swedish', 'french', 'spanish', 'portuguese', 'italian', 'otherLatin'] as const;
const KNOWN = ['english', ...LANGUAGES] as const;
type Known = (typeof KNOWN)[number];

const FEATURES = [
  ...(['word', 'small', 'letters3', 'letters5', 'letters9', 'capital', 'capitals', 'humps', 'contraction'] as const),
  ...LANGUAGES,
  ...LANGUAGES.map((language) => `${language}5` as const),
  ...([
    'cyrillic',
    'cyrillic3',
    'ukrainian',
    'greek',
    'arabic',
    'arabic3',
    'hebrew',
    'indic',
    'indic3',
    'otherIndic',
    'thai',
    'hangul',
    'han',
    'hanRun',
  ] as const),
  ...(['kana', 'letters', 'digit', 'digits', 'digitsApart', 'sign', 'signs', 'mark', 'emoji', 'line', 'lineBehind', 'blank'] as const),
];

export type Feature = (typeof FEATURES)[number];
export type Features = { [F in Feature]: number };

const PIECES = /[\p{Script=Latin}\p{M}]+|[\p{L}\p{M}]+| ?[0-9]+|\s*\n|[ \t]{2,}|[!-/:-@[-`{-~]+|[^\s\p{L}\p{M}0-9!-/:-@[-`{-~]+/gu;

/** Small words show the language of a line, and so into how many tokens the words around them split. */
const SMALL_WORDS: Readonly<Record<Known, string>> = {
  english:
    'the and of to a in is that it you for on with as are be this was have not or by from at your what can my if i me we us he she they them but do does did so no there all would will has had one s t m d ll re ve',
  german: 'der die und das nicht ist ich ein eine den von zu mit sich auf dem im wir du es aber sie auch für wie',
  dutch: 'het een van niet te zijn en op dat voor ik je maar ook aan wat we heeft met de in',
  swedish: 'och som att det är på av för jag inte har den med ett till en i vi',
  french: 'le la les des et est que une du dans pour je pas vous nous il ce qui au sur un de en',
  spanish: 'el los las en por con del se una es lo y que un para como pero su mi la de',
  portuguese: 'o os da em na uma de não com para do se por é mais no as a e que um',
  italian: 'il che di della per non e sono del una un si con gli è ma anche la in',
  otherLatin: 'i w nie na się z do że to jest jak co ale po bir ve bu da için ne ama çok var her ile mi',
};

/** The ends of words such as `isn't` and `we'll`. */
const CONTRACTED: ReadonlySet<string> = new Set(['s', 't', 'm', 'd', 'll', 're', 've']);

const INDEX: ReadonlyMap<string, readonly Known[]> = indexed();

function indexed(): ReadonlyMap<string, readonly Known[]> {
  const index = new Map<string, Known[]>();
  for (const [language, words] of Object.entries(SMALL_WORDS) as [Known, string][])
    for (const word of words.split(' ')) index.set(word, [...(index.get(word) ?? []), language]);
  return index;
}

/** How much a word with an accent that is not a small word shows another language, compared with a small word. */
const ACCENTED = 0.5;

/** Words of English that every text is taken to have besides its own. */
const PRIOR = 2;

/** Exponent of the counts: a line is in one language, so the language with the most small words gets most of the line. */
const CONFIDENCE = 3;

type Shares = Record<Known, number>;

/** A line of a text: its words, their letters after the fifth, and how many of them are small words of each language. */
interface Line {
  words: number;
  letters5: number;
  readonly hits: Shares;
}

const noShares = (): Shares => Object.fromEntries(KNOWN.map((language) => [language, 0])) as Shares;
const newLine = (): Line => ({ words: 0, letters5: 0, hits: noShares() });

/** The features of a text, and the share of its words that is English or code. */
export function featuresOf(text: string): { readonly features: Features; readonly plain: number } {
  const features = Object.fromEntries(FEATURES.map((key) => [key, 0])) as Features;
  const lines: Line[] = [newLine()];
  let behind = false;
  let [earlier, before] = ['', ''];
  for (const [piece] of text.matchAll(PIECES)) {
    const first = piece.charCodeAt(0);
    if (isLatin(first)) addWord(features, lines.at(-1)!, piece);
    else addOther(features, piece, first, behind);
    if (/^['’]$/.test(before) && CONTRACTED.has(piece) && isLatin(earlier.charCodeAt(0))) features.contraction++;
    if (piece.includes('\n')) lines.push(newLine());
    [earlier, before] = [before, piece];
    behind = first > 32 && first < 128 && !isLatin(first) && !isDigit(first);
  }
  const english = addLanguages(features, lines);
  const { word, cyrillic, greek, arabic, hebrew, indic, otherIndic, thai, hangul, han, kana, letters } = features;
  const others = cyrillic + arabic + indic + (greek + hebrew + otherIndic + thai + hangul + han + kana + letters) / 3;
  return { features, plain: word === 0 ? (others > 0 ? 0 : 1) : (word * english) / (word + others) };
}

/** Adds features for words that are not English, by their probability in their line. Returns the share of English words. */
function addLanguages(features: Features, lines: readonly Line[]): number {
  const whole = noShares();
  const words = features.word + PRIOR;
  whole.english = PRIOR / words;
  for (const line of lines) {
    const own = sharesOf(line.hits, null);
    for (const language of KNOWN) whole[language] += (line.words * own[language]) / words;
  }
  let english = 0;
  for (const line of lines) {
    const shares = sharesOf(line.hits, whole);
    english += line.words * shares.english;
    for (const language of LANGUAGES) {
      features[language] += line.words * shares[language];
      features[`${language}5`] += line.letters5 * shares[language];
    }
  }
  return features.word === 0 ? 1 : english / features.word;
}

/** Probabilities of the languages of a line, from its small words and the shares of the whole text; 0 if it has no evidence. */
function sharesOf(hits: Shares, whole: Shares | null): Shares {
  const shares = noShares();
  let sum = 0;
  for (const language of KNOWN) {
    shares[language] = (hits[language] + (whole?.[language] ?? 0)) ** CONFIDENCE;
    sum += shares[language];
  }
  if (sum > 0) for (const language of KNOWN) shares[language] /= sum;
  return shares;
}

/** Letters by which a word shows one language. */
const OWN_LETTERS: readonly (readonly [RegExp, Known])[] = [
  [/[ãõ]|ção|ções/, 'portuguese'],
  [/ñ/, 'spanish'],
  [/[œêèî]/, 'french'],
];

const languageOf = (word: string): Known => OWN_LETTERS.find(([letters]) => letters.test(word))?.[1] ?? 'otherLatin';

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLatin = (code: number): boolean =>
  (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 0xc0 && code < 0x250) || (code >= 0x1e00 && code < 0x1f00);
const beyond = (length: number, most: number): number => Math.max(0, length - most);

function addWord(features: Features, line: Line, piece: string): void {
  const word = piece.toLowerCase();
  const known = INDEX.get(word);
  for (const language of known ?? []) line.hits[language]++;
  if (!known && !/^[a-z]+$/.test(word)) line.hits[languageOf(word)] += ACCENTED;
  line.words++;
  line.letters5 += beyond(piece.length, 5);
  features.word++;
  if (known?.includes('english')) features.small++;
  features.letters3 += beyond(piece.length, 3);
  features.letters5 += beyond(piece.length, 5);
  features.letters9 += beyond(piece.length, 9);
  if (piece !== word && piece.slice(1) === word.slice(1)) features.capital++;
  features.humps += piece.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0;
  if (piece.length > 2 && piece === piece.toUpperCase()) features.capitals += piece.length - 2;
}

function addOther(features: Features, piece: string, first: number, behind: boolean): void {
  const apart = first === 32 && isDigit(piece.charCodeAt(1));
  if (apart || isDigit(first)) {
    const { length } = piece.trim();
    features.digit += length;
    features.digits += Math.ceil(length / 3);
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
    features.cyrillic3 += beyond(length, 3);
    if (/[іїєґў]/i.test(piece)) features.ukrainian++;
  } else if (first >= 0x370 && first < 0x400) features.greek += length;
  else if (first >= 0x600 && first < 0x780) {
    features.arabic++;
    features.arabic3 += beyond(length, 3);
  } else if (first >= 0x590 && first < 0x600) features.hebrew += length;
  else if (first >= 0x900 && first < 0x980) {
    features.indic++;
    features.indic3 += beyond(length, 3);
  } else if (first >= 0x980 && first < 0xe00) features.otherIndic += length;
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
