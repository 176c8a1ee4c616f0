/**
 * Templates of whole files, in snippet syntax. A template that is inserted unchanged has no problem and is formatted.
 */
import { marked } from '../../../core/util/l10n.js';

export interface Template {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Snippet syntax. */
  readonly body: string;
}

const HEAD = (title: string): string => `society: 1\ntitle: \${1:${title}}\nimports: [library/feed]\n\n`;

const person = (n: number, id: string, name: string, occupation: string, interests: string, voice: string): string =>
  `  \${${n}:${id}}:
    name: \${${n + 1}:${name}}
    occupation: \${${n + 2}:${occupation}}
    interests: [\${${n + 3}:${interests}}]
    voice: |
      ${voice}
`;

/** Ties that grow with contact, and a scenario on a message board. `n`: the first unused number of a placeholder. */
const meeting = (n: number, premise: string): string => `ties:
  friendship:
    among: all
    change: { rule: evidence }

scenarios:
  meet:
    premise: |
      \${${n}:${premise}}
    world: feed
    rounds: \${${n + 1}:10}
    seed: 1
$0`;

const TALKING: Template = {
  id: 'talking',
  label: 'People talking',
  detail: marked('Three people on a message board, and the ties that grow between them'),
  body: `${HEAD('People talking')}personas:
${person(2, 'ada', 'Ada Okafor', 'Baker', 'sourdough, jazz', 'Short sentences. Dry humour.')}${person(6, 'ben', 'Ben Achterberg', 'Bus driver', 'jazz, chess', 'Warm and chatty.')}${person(10, 'chiara', 'Chiara Lunardi', 'Retired nurse', 'gardening, bread', 'Gentle, likes to encourage people.')}
${meeting(14, 'Three neighbours share a new message board.')}`,
};

const NETWORK: Template = {
  id: 'network',
  label: 'Network study',
  detail: marked('A drawn population with a network, measures and an expectation'),
  body: `${HEAD('Network study')}populations:
  \${2:regulars}:
    size: \${3:12}
    sample:
      age: normal(46, 14) in 18..90
      interests: 2 of [\${4:jazz, chess, football, gardening}]

ties:
  neighbours:
    among: all
    graph: small_world(4, 0.1)
    change: never
  friendship:
    among: all
    change: { rule: evidence }

scenarios:
  study:
    premise: |
      \${5:A forum for one street opens. Nobody knows anyone.}
    world: feed
    rounds: \${6:20}
    measures:
      close: density
      answered: reciprocity
    expect:
      talk_is_answered:
        that: change(reciprocity) >= 0
        because: |
          \${7:Who is answered answers.}
    seed: 1
$0`,
};

const GAME: Template = {
  id: 'game',
  label: 'Game',
  detail: marked('Own rules: three people share a stock that regrows'),
  body: `society: 1
title: \${1:The shared pond}

personas:
  \${2:ada}: { name: \${3:Ada}, traits: [\${4:careful}] }
  \${5:ben}: { name: \${6:Ben}, traits: [\${7:greedy}] }
  \${8:chiara}: { name: \${9:Chiara}, traits: [\${10:fair}] }

worlds:
  pond:
    does: |
      \${11:You fish in one pond. What is left doubles every month.}
    params: { capacity: 100, growth: 2, collapse: 5 }
    vars: { stock: =params.capacity }
    agent_vars: { caught: 0 }
    actions:
      harvest:
        does: |
          Take some of the shared stock this month.
        args: { amount: 0..stock }
        seen_by: nobody
        share: { of: stock, ask: amount, rule: proportional }
        effect: |
          stock -= granted
          me.caught += granted
      speak: { kind: message, to: all }
    phases:
      harvest: { who: all, order: simultaneous, actions: [harvest] }
      talk: { who: all, order: shuffled, actions: [speak] }
      check: { stop: stock < params.collapse }
      regrow:
        then: stock = min(params.capacity, params.growth * stock)
    measures:
      left: stock
      equality: 1 - gini(all.caught)

scenarios:
  play:
    cast: all
    world: pond
    rounds: \${12:12}
    seed: 1
$0`,
};

const IMPORTED: Template = {
  id: 'import',
  label: 'Import people',
  detail: marked('People from a table with one row per person'),
  body: `${HEAD('Our panel')}populations:
  \${2:panel}:
    size: \${3:20}
    from:
      csv: \${4:./people.csv}
      map:
        name: \${5:NAME}
        age: \${6:AGE}
        occupation: \${7:JOB}

${meeting(8, 'A new forum opens. Nobody knows anyone.')}`,
};

/** Whole files, the most usual first. */
export const templates: readonly Template[] = [TALKING, NETWORK, GAME, IMPORTED];

/** A snippet as plain text, with its placeholders unchanged. */
export function plainText(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:((?:[^\\}]|\\.)*)\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replace(/\\([\\$}])/g, '$1');
}
