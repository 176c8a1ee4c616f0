/** Made files for measuring: societies of any size, the same text for the same numbers. Owns no figures. */

const GIVEN = ['Ada', 'Bola', 'Chen', 'Dina', 'Emil', 'Femi', 'Grace', 'Hana', 'Ivo', 'Jun', 'Kofi', 'Lena', 'Mei', 'Noor', 'Olek', 'Pia'];
const FAMILY = ['Okafor', 'Lindqvist', 'Moreau', 'Tanaka', 'Novak', 'Haddad', 'Silva', 'Kowalska', 'Byrne', 'Costa', 'Demir'];
const TRADES = ['baker', 'teacher', 'tram driver', 'nurse', 'carpenter', 'clerk', 'gardener', 'student', 'cook'];
const INTERESTS = ['sourdough', 'jazz', 'chess', 'football', 'local history', 'astronomy', 'hiking', 'films', 'pottery', 'cycling'];

const pick = (list: readonly string[], n: number): string => list[n % list.length] as string;

/** One person in block style, as the examples write them: about 450 characters, with references to two others. */
function person(n: number, among: number): string {
  const other = (by: number): string => idOf((n * 7 + by) % among);
  return `  ${idOf(n)}:
    name: ${pick(GIVEN, n)} ${pick(FAMILY, n * 5 + 1)} ${n}
    age: ${18 + ((n * 13) % 60)}
    occupation: ${pick(TRADES, n)}
    extends: [newcomer]
    personality: { openness: high, agreeableness: 0.${1 + (n % 9)} }
    interests: [${pick(INTERESTS, n)}, ${pick(INTERESTS, n + 3)}]
    voice: Short sentences. Dry humour.
    bio: Lives at number ${n} and is up before everybody else.
    memories:
      - text: |
          Met ${pick(GIVEN, n + 1)} at the market on a day of rain.
        about: [${other(1)}${among > 2 ? `, ${other(2)}` : ''}]
        importance: ${1 + (n % 9)}
`;
}

export const idOf = (n: number): string => `p${String(n).padStart(5, '0')}`;

const HEAD = `society: 1
title: A town
language: en
imports: [library/feed]

fragments:
  newcomer: { traits: [curious], activity: 0.8 }

`;

const TAIL = `
ties:
  friendship:
    among: all
    change: { rule: evidence }

scenarios:
  meet:
    premise: A forum opens today. The members do not know each other.
    cast: all
    world: { use: feed, with: { topic: our street } }
    rounds: 20
    groups:
      hubs: { of: all, pick: top 2 by degree }
    interventions:
      calm: { when: reciprocity < 0.1 && round > 8, once: true, announce: The council meets on Monday. }
    surveys:
      belief:
        at: [start, every 5, end]
        ask:
          closing: { scale: 1..7, ends: [surely not, surely], text: Will the bakery close? }
    measures:
      believers: share(all.belief.closing.map(x => x >= 5))
    until: reciprocity > 0.9
    seed: 7
`;

/** A society of so many persons. */
export function town(people: number): string {
  const parts = [HEAD, 'personas:\n'];
  for (let n = 0; n < people; n++) parts.push(person(n, people));
  return parts.join('') + TAIL;
}

/** What a society does whose speed is measured: talk in the forum of the library, or give in its donor game. */
export type Play = 'talk' | 'game';

const SCENARIO: { readonly [play in Play]: string } = {
  talk: 'world: { use: feed, with: { topic: our street } }',
  game: 'world: donor',
};

/** A society to be played: as `town`, without interventions, surveys and a stop, so that each round has one turn for everybody. */
export function players(play: Play, people: number, rounds: number): string {
  const head = HEAD.replace('imports: [library/feed]', `imports: [library/${play === 'talk' ? 'feed' : 'donor'}]`);
  const parts = [head, 'personas:\n'];
  for (let n = 0; n < people; n++)
    parts.push(person(n, people), play === 'game' ? `    vars: { strategy: ${n % 4 === 0 ? 'greedy' : 0.5} }\n` : '');
  const ties = play === 'talk' ? 'ties: { friendship: { among: all, change: { rule: evidence } } }' : '';
  parts.push(`${ties}\nscenarios: { play: { cast: all, ${SCENARIO[play]}, rounds: ${rounds}, seed: 7 } }\n`);
  return parts.join('');
}
