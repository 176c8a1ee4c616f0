/** The words of a claim, and whether a text has one of them in any of its usual forms. English endings only. */

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

/** Endings that change the form of a word, and endings that make another word of the same family; longest first. */
const FORMS = ['ings', 'ing', 'ies', 'ied', 'ers', 'er', 'ed', 'es', 's', 'e', 'y'];
const FAMILY = (
  'atively ations ation ators ator ative ating ated ates ate ically ities ments ment ness ity ions ion ively ive ical ally ors or ' +
  'al ly'
).split(' ');

/** What is left of a word in lower case, so that `cooperate`, `cooperated` and `cooperation` are equal, and `contest` and `content` are not. */
function stemOf(word: string): string {
  const bare = word.replace(/osity$/, 'ous');
  const family = without(bare, FAMILY, LEAST_WORD);
  return without(family, FORMS, LEAST_WORD - 1).replace(/([bdglmnprt])\1$/, '$1');
}

function without(word: string, endings: readonly string[], least: number): string {
  const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= least);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/**
 * The words of expressions and names of claims, by their stems. `ids`: ids of agents, which are no result. Functions and methods, such as
 * `change(…)`, are left out.
 */
export function claimWords(claims: readonly string[], ids: ReadonlySet<string>): ReadonlyMap<string, string> {
  const names = claims
    .flatMap((claim) => [...claim.matchAll(/[a-z_]\w*(?!\w|\s*\()/gi)].map(([name]) => name))
    .filter((name) => !ids.has(name));
  const words = names
    .flatMap((name) => name.toLowerCase().split(/[_\d]+/))
    .filter((word) => word.length >= LEAST_WORD && !COMMON.has(word));
  return new Map(words.map((word) => [stemOf(word), word]));
}

/** The first word of a text that is a form of a word of the claims; null if there is none. */
export function claimWordIn(text: string, words: ReadonlyMap<string, string>): string | null {
  return (text.match(/[\p{L}]+/gu) ?? []).find((word) => words.has(stemOf(word.toLowerCase()))) ?? null;
}
