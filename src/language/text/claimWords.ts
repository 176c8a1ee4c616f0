/** The words of a claim, and whether a text has one of them in any of its usual forms, in English, German and Spanish. */

/** Shorter words say too little. */
const LEAST_WORD = 4;

/** Words of expressions, of counting and of comparing: a text that has them says nothing about the result. */
const COMMON = new Set(
  (
    'agent agents people person value values params round rounds length true false null this that with without than then when each every ' +
    'both none some other others same more most less least many much high higher highest lower lowest first last later early ever never ' +
    'always after before over under only from into half share shares count number total mean ends begin start left right hand long short'
  ).split(' '),
);

interface Endings {
  /** Change the form of a word, longest first. */
  readonly forms: readonly string[];
  /** Make another word of the same family, longest first. */
  readonly family: readonly string[];
}

const ENDINGS: { readonly [language: string]: Endings } = {
  en: {
    forms: 'ings ing ies ied ers er ed es s e y'.split(' '),
    family: (
      'atively ations ation ators ator ative ating ated ates ate ically ities ments ment ness ity ions ion ively ive ical ally ors or ' +
      'al ly'
    ).split(' '),
  },
  de: {
    forms: 'enden ende ern em en er es et te st e n s t'.split(' '),
    family: (
      'ierungen ierung ierten ierter ierte ieren iert iere ationen ation ative ativ ungen ung keiten keit heiten heit schaften schaft ' +
      'liche lich isch same sam ige ig'
    ).split(' '),
  },
  es: {
    forms: 'aciones acion amos emos imos ando iendo aran eran iran aba ar er ir an en as es os a e o s'.split(' '),
    family:
      'amientos amiento imientos imiento ativamente ativos ativas ativo ativa adores ador idades idad mente osos osas oso osa ados adas ado ada idos idas ido ida'.split(
        ' ',
      ),
  },
};

/** Of a language, with or without its region; English ones for a language that has none here. */
function endingsOf(language: string): Endings {
  const [spoken = ''] = language.toLowerCase().split('-');
  return Object.hasOwn(ENDINGS, spoken) ? ENDINGS[spoken]! : ENDINGS['en']!;
}

/** Of scripts without spaces between words: a word is found as a part of a text, from two characters on. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * What is left of a word in lower case, so that `cooperate`, `cooperated` and `cooperation` are equal, and `contest` and `content` are not.
 * Ids have no accents, so these do not count; `ñ` is a letter of its own.
 */
function stemOf(word: string, language: string): string {
  const { forms, family } = endingsOf(language);
  const bare = word
    .normalize('NFD')
    .replace(/[\u0301\u0308]/g, '')
    .normalize('NFC')
    .replace(/osity$/, 'ous');
  return without(without(bare, family, LEAST_WORD), forms, LEAST_WORD - 1).replace(/([bdglmnprt])\1$/, '$1');
}

function without(word: string, endings: readonly string[], least: number): string {
  const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= least);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/**
 * The words of expressions and names of claims, by their stems. `ids`: ids of agents, which are no result. Functions and methods, such as
 * `change(…)`, are left out. `language`: that of the society.
 */
export function claimWords(claims: readonly string[], ids: ReadonlySet<string>, language = 'en'): ReadonlyMap<string, string> {
  const names = claims
    .flatMap((claim) => [...claim.matchAll(/[\p{L}_][\p{L}\p{N}_]*(?![\p{L}\p{N}_]|\s*\()/gu)].map(([name]) => name))
    .filter((name) => !ids.has(name));
  const words = names
    .flatMap((name) => name.toLowerCase().split(/[_\d]+/))
    .filter((word) => (UNSPACED.test(word) ? word.length > 1 : word.length >= LEAST_WORD && !COMMON.has(word)));
  return new Map(words.map((word) => [UNSPACED.test(word) ? word : stemOf(word, language), word]));
}

/** The first word of a text that is a form of a word of the claims; null if there is none. */
export function claimWordIn(text: string, words: ReadonlyMap<string, string>, language = 'en'): string | null {
  const spaced = (text.match(/[\p{L}]+/gu) ?? []).find((word) => words.has(stemOf(word.toLowerCase(), language)));
  return spaced ?? [...words.keys()].find((word) => UNSPACED.test(word) && text.includes(word)) ?? null;
}
