/** What the further checks find: of each code a text that has it and one that has not, and where it is found. */

export interface CheckCase {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence, for people. */
  readonly why: string;
  /** The text after `society: 1`. */
  readonly bad: string;
  readonly good: string;
  /** The text that the diagnostic marks. */
  readonly at: string;
  /** The first fix leads to a text without problems. */
  readonly mends?: true;
}

const PAIR = 'personas:\n  ada: { name: Ada }\n  ben: { name: Ben }\n';

const LAKE = `worlds:
  lake:
    params: { growth: 2 }
    vars: { stock: 100 }
    actions:
      harvest: { does: Take some., args: { amount: 0..stock }, effect: stock -= amount }
    phases:
      harvest: { who: all, actions: [harvest] }
      regrow: { then: stock = params.growth * stock }
`;

const TRADE = `worlds:
  trade:
    roles: { seller: {}, buyer: {} }
    actions:
      offer: { kind: message, to: public }
    phases:
      sell: { who: seller, actions: [offer] }
      buy: { who: buyer, actions: [offer] }
`;

const ANSWERS = (to: string): string => `worlds:
  forum:
    actions:
      post: { kind: message, to: public }
      answer: { kind: message, on: message, to: ${to} }
    phases:
      talk: { who: all, actions: [post, answer] }
scenarios:
  meet: { world: forum, rounds: 5 }
`;

const PUB = (size: number): string => `personas:
  ada: { name: Ada }
populations:
  guests: { size: 20 }
worlds:
  pub:
    places:
      counter: { start: ada }
      bar: { start: all, size: ${size} }
    actions:
      talk: { kind: message, to: here }
    phases:
      talk: { who: all, actions: [talk] }
scenarios:
  evening: { world: pub, rounds: 5 }
`;

const HEIRS = (inherit: string): string => `populations:
  farmers: { size: 8, sample: { thrift: '0..1' } }
worlds:
  farm:
    agent_vars: { yield: 0 }
    actions:
      work: { does: Work., effect: me.yield += me.thrift }
    phases:
      work: { who: all, actions: [work] }
      next: { replace: { by: me.yield, inherit: [${inherit}] } }
scenarios:
  meet: { world: farm, rounds: 5 }
`;

const AT_LAKE = 'scenarios:\n  meet: { world: guarded, rounds: 5 }\n';

export const CASES: readonly CheckCase[] = [
  {
    code: 'unused-persona',
    severity: 'info',
    why: 'A person is in the cast of no scenario of the file.',
    bad: `${PAIR}scenarios:\n  meet:\n    cast: [ada]\n`,
    good: `${PAIR}scenarios:\n  meet:\n    cast: [ada, ben]\n`,
    at: 'ben',
    mends: true,
  },
  {
    code: 'unused-fragment',
    severity: 'info',
    why: 'No persona extends a fragment.',
    bad: 'fragments:\n  shy: { activity: 0.3 }\n  loud: { activity: 0.9 }\npersonas:\n  ada: { extends: shy }\nscenarios:\n  meet: { rounds: 5 }\n',
    good: 'fragments:\n  shy: { activity: 0.3 }\npersonas:\n  ada: { extends: shy }\nscenarios:\n  meet: { rounds: 5 }\n',
    at: 'loud',
  },
  {
    code: 'unused-population',
    severity: 'info',
    why: 'A population is in the cast of no scenario of the file.',
    bad: 'personas:\n  ada: { name: Ada }\npopulations:\n  regulars: { size: 5 }\nscenarios:\n  meet:\n    cast: [ada]\n',
    good: 'personas:\n  ada: { name: Ada }\npopulations:\n  regulars: { size: 5 }\nscenarios:\n  meet:\n    cast: [ada, regulars]\n',
    at: 'regulars',
    mends: true,
  },
  {
    code: 'unused-model',
    severity: 'info',
    why: 'No scenario, person or code names a model.',
    bad: 'models:\n  plain: { kind: builtin }\n  dice: { kind: random }\nscenarios:\n  meet: { model: plain }\n',
    good: 'models:\n  plain: { kind: builtin }\n  dice: { kind: random, }\nscenarios:\n  meet: { model: plain }\n  null_run: { model: dice }\n',
    at: 'dice',
  },
  {
    code: 'unused-code',
    severity: 'info',
    why: 'A code is used in no measure or condition.',
    bad: 'codes:\n  thanks: { ask: Does it say thanks? }\nscenarios:\n  meet: { rounds: 5 }\n',
    good: 'codes:\n  thanks: { ask: Does it say thanks? }\nscenarios:\n  meet:\n    measures:\n      polite: share(all.said.thanks)\n',
    at: 'thanks',
  },
  {
    code: 'unused-network',
    severity: 'info',
    why: 'Every scenario names its networks, and none names this one.',
    bad: 'ties:\n  work: { graph: complete }\n  home: { graph: complete }\nscenarios:\n  meet: { ties: [work] }\n',
    good: 'ties:\n  work: { graph: complete }\n  home: { graph: complete }\nscenarios:\n  meet: { ties: [work, home] }\n',
    at: 'home',
  },
  {
    code: 'unused-world',
    severity: 'info',
    why: 'No scenario meets in a world, and no world extends it.',
    bad: 'worlds:\n  pub: { does: A pub. }\n  park: { does: A park. }\nscenarios:\n  meet: { world: pub }\n',
    good: 'worlds:\n  pub: { does: A pub. }\n  park: { extends: pub }\nscenarios:\n  meet: { world: park }\n',
    at: 'park',
  },
  {
    code: 'unused-variable',
    severity: 'info',
    why: 'A variable of a world is set by nothing and read by nothing.',
    bad: `${PAIR}${LAKE.replace('stock: 100', 'stock: 100, fish: 20')}scenarios:\n  meet: { world: lake, rounds: 5 }\n`,
    good: `${PAIR}${LAKE}scenarios:\n  meet: { world: lake, rounds: 5 }\n`,
    at: 'fish',
  },
  {
    code: 'unused-action',
    severity: 'info',
    why: 'No phase of a world offers an action, so nobody can do it.',
    bad: 'worlds:\n  pub:\n    actions:\n      talk: { kind: message }\n      sing: { does: Sing. }\n    phases:\n      night: { actions: [talk] }\n',
    good: 'worlds:\n  pub:\n    actions:\n      talk: { kind: message }\n      sing: { does: Sing. }\n    phases:\n      night: { actions: [talk, sing] }\n',
    at: 'sing',
  },
  {
    code: 'same-name',
    severity: 'warning',
    why: 'Two agents of one cast have the same name, so that prompts cannot tell them apart.',
    bad: 'personas:\n  ada: { name: Ada }\n  other: { name: Ada }\nscenarios:\n  meet: { rounds: 5 }\n',
    good: 'personas:\n  ada: { name: Ada }\n  other: { name: Ada the second }\nscenarios:\n  meet: { rounds: 5 }\n',
    at: 'Ada',
  },
  {
    code: 'cast-twice',
    severity: 'warning',
    why: 'An id appears twice in a cast.',
    bad: `${PAIR}scenarios:\n  meet:\n    cast: [ada, ben, ada]\n`,
    good: `${PAIR}scenarios:\n  meet:\n    cast: [ada, ben]\n`,
    at: 'ada',
    mends: true,
  },
  {
    code: 'shared-id',
    severity: 'warning',
    why: 'A person has the id of a population, of one of its members, or of a fragment.',
    bad: 'personas:\n  regulars_3: { name: Ada }\npopulations:\n  regulars: { size: 5 }\n',
    good: 'personas:\n  regulars_6: { name: Ada }\npopulations:\n  regulars: { size: 5 }\n',
    at: 'regulars_3',
  },
  {
    code: 'joins-twice',
    severity: 'error',
    why: 'A person has the id of a member of a population, and both are in the cast of a scenario.',
    bad: 'personas:\n  regulars_3: { name: Ada }\npopulations:\n  regulars: { size: 5 }\nscenarios:\n  meet: { cast: [regulars_3, regulars], rounds: 5 }\n',
    good: 'personas:\n  regulars_6: { name: Ada }\npopulations:\n  regulars: { size: 5 }\nscenarios:\n  meet: { cast: [regulars_6, regulars], rounds: 5 }\n',
    at: 'regulars_3',
  },
  {
    code: 'near-interest',
    severity: 'info',
    why: 'Two people of a cast have the same interest in different spellings, and so do not share it.',
    bad: 'personas:\n  ada: { interests: [baking sourdough] }\n  ben: { interests: [sourdough baking] }\nscenarios:\n  meet: { rounds: 5 }\n',
    good: 'personas:\n  ada: { interests: [baking sourdough] }\n  ben: { interests: [baking bread] }\nscenarios:\n  meet: { rounds: 5 }\n',
    at: 'sourdough baking',
    mends: true,
  },
  {
    code: 'literal-key',
    severity: 'error',
    why: 'A key or password is in the file, where everyone can read it.',
    bad: 'models:\n  gpt:\n    kind: openai\n    base_url: http://localhost:1/v1\n    name: q\n    # key: sk-proj-T3BlbkFJa8Zq12\n',
    good: "models:\n  gpt:\n    kind: openai\n    base_url: http://localhost:1/v1\n    name: q\n    key: $(secret('openai'))\n",
    at: 'sk-proj-T3BlbkFJa8Zq12',
  },
  {
    code: 'unseen-character',
    severity: 'warning',
    why: 'Copied text has an invisible character, which changes what is read.',
    bad: 'personas:\n  ada: { name: Ada\u200b Okafor }\n',
    good: 'personas:\n  ada: { name: Ada Okafor }\n',
    at: '\u200b',
    mends: true,
  },
  {
    code: 'age-occupation',
    severity: 'warning',
    why: 'No one of this age has this occupation.',
    bad: 'personas:\n  ada: { age: 9, occupation: Professor }\n',
    good: 'personas:\n  ada: { age: 49, occupation: Professor }\n',
    at: 'Professor',
  },
  {
    code: 'age-told',
    severity: 'warning',
    why: 'The bio or backstory begins with another age than `age` has.',
    bad: 'personas:\n  ada:\n    age: 41\n    bio: A 35-year-old baker.\n',
    good: 'personas:\n  ada:\n    age: 41\n    bio: A 41-year-old baker with a 12-year-old son.\n',
    at: '35',
    mends: true,
  },
  {
    code: 'age-birth-year',
    severity: 'warning',
    why: 'Age and year of birth do not go together on the day a scenario starts.',
    bad: 'personas:\n  ada: { age: 41, bio: Born in Enugu in 1950. }\nscenarios:\n  meet:\n    clock: { start: 2026-03-02 }\n',
    good: 'personas:\n  ada: { age: 41, bio: Born in Enugu in 1984. }\nscenarios:\n  meet:\n    clock: { start: 2026-03-02 }\n',
    at: '41',
  },
  {
    code: 'secret-contradiction',
    severity: 'warning',
    why: 'An agent may know a secret and must not, or keeps it from itself.',
    bad: `${PAIR}  cleo:\n    secrets:\n      sale: { text: She sells., keep_from: [ada, ben], known_to: ben }\n`,
    good: `${PAIR}  cleo:\n    secrets:\n      sale: { text: She sells., keep_from: all, known_to: ben }\n`,
    at: 'ben',
  },
  {
    code: 'secret-leak',
    severity: 'warning',
    why: 'The words of a secret stand in a text that others read.',
    bad: 'personas:\n  ada:\n    bio: Wants to sell her bakery and rest.\n    secrets:\n      sale:\n        text: She is about to sell the bakery.\n        keep_from: all\n',
    good: 'personas:\n  ada:\n    bio: Runs a bakery and wants to rest.\n    secrets:\n      sale:\n        text: She is about to sell the bakery.\n        keep_from: all\n',
    at: 'sell her bakery',
  },
  {
    code: 'flow-comma',
    severity: 'warning',
    why: 'A comma in a list in brackets makes two items of one sentence.',
    bad: 'personas:\n  ada:\n    goals: [find people to bake with, but not on Mondays]\n',
    good: 'personas:\n  ada:\n    goals: [find people, bake bread]\n',
    at: 'find people to bake with, but not on Mondays',
    mends: true,
  },
  {
    code: 'range-order',
    severity: 'error',
    why: 'A range ends below its beginning.',
    bad: 'populations:\n  regulars:\n    size: 5\n    sample:\n      age: normal(46, 14) in 90..18\n',
    good: 'populations:\n  regulars:\n    size: 5\n    sample:\n      age: normal(46, 14) in 18..90\n',
    at: '90..18',
    mends: true,
  },
  {
    code: 'start-range',
    severity: 'warning',
    why: 'The start of a variable is not in its range.',
    bad: 'worlds:\n  town:\n    agent_vars:\n      trust: { start: me.openness, range: 0..1 }\n',
    good: 'worlds:\n  town:\n    agent_vars:\n      trust: { start: 0.5, range: 0..1 }\n',
    at: 'me.openness',
  },
  {
    code: 'distribution-parameter',
    severity: 'error',
    why: 'A distribution does not exist with these numbers.',
    bad: 'populations:\n  regulars:\n    size: 5\n    sample:\n      age: normal(46, 0)\n',
    good: 'populations:\n  regulars:\n    size: 5\n    sample:\n      age: normal(46, 1)\n',
    at: '0',
  },
  {
    code: 'distribution-outside',
    severity: 'warning',
    why: 'A distribution hardly ever gives a value in the range it is cut to.',
    bad: 'populations:\n  regulars:\n    size: 5\n    sample:\n      age: normal(10, 1) in 60..90\n',
    good: 'populations:\n  regulars:\n    size: 5\n    sample:\n      age: normal(70, 5) in 60..90\n',
    at: '60..90',
  },
  {
    code: 'choice-size',
    severity: 'error',
    why: 'More is to be chosen than there is.',
    bad: 'populations:\n  regulars:\n    size: 5\n    sample:\n      interests: 2 of [jazz]\n',
    good: 'populations:\n  regulars:\n    size: 5\n    sample:\n      interests: 2 of [jazz, chess]\n',
    at: '2',
    mends: true,
  },
  {
    code: 'weights-zero',
    severity: 'error',
    why: 'All weights are 0, so nothing can be drawn.',
    bad: 'populations:\n  regulars:\n    size: 5\n    sample:\n      gender: { woman: 0, man: 0 }\n',
    good: 'populations:\n  regulars:\n    size: 5\n    sample:\n      gender: { woman: 1, man: 0 }\n',
    at: '{ woman: 0, man: 0 }',
  },
  {
    code: 'weights-sum',
    severity: 'info',
    why: 'Weights that look like shares do not add up to 1 or 100.',
    bad: 'populations:\n  regulars:\n    size: 5\n    sample:\n      gender: { woman: 51, man: 42 }\n',
    good: 'populations:\n  regulars:\n    size: 5\n    sample:\n      gender: { woman: 51, man: 47, nonbinary: 2 }\n',
    at: '{ woman: 51, man: 42 }',
  },
  {
    code: 'empty-population',
    severity: 'warning',
    why: 'A population has no members.',
    bad: 'populations:\n  regulars: { size: 0 }\n',
    good: 'populations:\n  regulars: { size: 1 }\n',
    at: '0',
  },
  {
    code: 'scale-ends',
    severity: 'error',
    why: 'A scale has words for more or fewer than two ends.',
    bad: 'scenarios:\n  meet:\n    surveys:\n      mood:\n        ask:\n          fine: { text: Fine?, scale: 1..7, ends: [no] }\n',
    good: 'scenarios:\n  meet:\n    surveys:\n      mood:\n        ask:\n          fine: { text: Fine?, scale: 1..7, ends: [no, yes] }\n',
    at: '[no]',
  },
  {
    code: 'odds-impossible',
    severity: 'error',
    why: 'Something is to hold in more runs than there are.',
    bad: 'scenarios:\n  meet:\n    expect:\n      close: { that: reciprocity > 0.1, in: 16 of 10 seeds }\n',
    good: 'scenarios:\n  meet:\n    expect:\n      close: { that: reciprocity > 0.1, in: 10 of 16 seeds }\n',
    at: '16 of 10 seeds',
    mends: true,
  },
  {
    code: 'no-margin',
    severity: 'error',
    why: 'What is tested over seeds does not say by how much it holds.',
    bad: 'scenarios:\n  meet:\n    expect:\n      close:\n        that: reciprocity > 0.1 && density > 0\n        in: 20 seeds, p < 0.05\n',
    good: 'scenarios:\n  meet:\n    expect:\n      close:\n        that: reciprocity > 0.1\n        in: 20 seeds, p < 0.05\n',
    at: 'reciprocity > 0.1 && density > 0',
  },
  {
    code: 'no-such-date',
    severity: 'error',
    why: 'There is no such day or time.',
    bad: 'scenarios:\n  meet:\n    clock: { start: 2026-02-30 }\n',
    good: 'scenarios:\n  meet:\n    clock: { start: 2026-02-28 }\n',
    at: '2026-02-30',
  },
  {
    code: 'graph-chance',
    severity: 'error',
    why: 'The chance of a tie is not a number from 0 to 1.',
    bad: 'ties:\n  friends:\n    graph: random(5)\n',
    good: 'ties:\n  friends:\n    graph: random(0.05)\n',
    at: '5',
  },
  {
    code: 'graph-size',
    severity: 'warning',
    why: 'A graph gives no agent a tie, or more ties than there are people.',
    bad: 'populations:\n  few: { size: 4 }\nties:\n  friends:\n    among: few\n    graph: ring(6)\n',
    good: 'populations:\n  few: { size: 9 }\nties:\n  friends:\n    among: few\n    graph: ring(6)\n',
    at: '6',
  },
  {
    code: 'pick-size',
    severity: 'warning',
    why: 'More are picked than there are.',
    bad: `${PAIR}scenarios:\n  meet:\n    groups:\n      hubs: { of: all, pick: top 5 by degree }\n`,
    good: `${PAIR}scenarios:\n  meet:\n    groups:\n      hubs: { of: all, pick: top 1 by degree }\n`,
    at: '5',
    mends: true,
  },
  {
    code: 'never-reached',
    severity: 'warning',
    why: 'Something is to happen in a round that the scenario does not reach.',
    bad: 'scenarios:\n  meet:\n    rounds: 20\n    interventions:\n      news: { at: 30, announce: Rain. }\n',
    good: 'scenarios:\n  meet:\n    rounds: 20\n    interventions:\n      news: { at: 20, announce: Rain. }\n',
    at: '30',
  },
  {
    code: 'window-too-long',
    severity: 'warning',
    why: 'A reward looks back over more rounds than the scenario has.',
    bad: 'scenarios:\n  meet:\n    rounds: 4\n    rewards:\n      social: { kind: social_interaction, window: 6 }\n',
    good: 'scenarios:\n  meet:\n    rounds: 4\n    rewards:\n      social: { kind: social_interaction, window: 4 }\n',
    at: '6',
    mends: true,
  },
  {
    code: 'name-hidden',
    severity: 'warning',
    why: 'A survey has the name of a variable, which then cannot be read.',
    bad: 'worlds:\n  hall:\n    agent_vars: { mood: 0.5 }\n    phases:\n      go: { who: all }\nscenarios:\n  meet:\n    cast: all\n    world: hall\n    surveys:\n      mood:\n        ask:\n          today: { scale: 1..5, text: How are you? }\n',
    good: 'worlds:\n  hall:\n    agent_vars: { mood: 0.5 }\n    phases:\n      go: { who: all }\nscenarios:\n  meet:\n    cast: all\n    world: hall\n    surveys:\n      feeling:\n        ask:\n          today: { scale: 1..5, text: How are you? }\n',
    at: 'mood',
  },
  {
    code: 'lost-write',
    severity: 'warning',
    why: 'Several who act at the same time set one variable of the world to a value of their own that does not read it.',
    bad: 'worlds:\n  hall:\n    vars: { last: agent? }\n    actions:\n      ring: { does: Ring the bell., effect: last = me }\n    phases:\n      go: { who: all, order: simultaneous, actions: [ring] }\n',
    good: 'worlds:\n  hall:\n    vars: { last: agent? }\n    actions:\n      ring: { does: Ring the bell., effect: last = me }\n    phases:\n      go: { who: all, order: sequential, actions: [ring] }\n',
    at: 'last = me',
  },
  {
    code: 'constant-condition',
    severity: 'warning',
    why: 'A condition that ends or tests a run is the same in every round.',
    bad: 'scenarios:\n  meet:\n    until: true\n',
    good: 'scenarios:\n  meet:\n    until: round > 5\n',
    at: 'true',
  },
  {
    code: 'never-true',
    severity: 'warning',
    why: 'A condition can never hold.',
    bad: 'scenarios:\n  meet:\n    rounds: 20\n    until: round > 20 && density > 0.2\n',
    good: 'scenarios:\n  meet:\n    rounds: 20\n    until: round > 19 && density > 0.2\n',
    at: 'round > 20 && density > 0.2',
  },
  {
    code: 'budget-too-small',
    severity: 'warning',
    why: 'The calls of a budget do not last for one round of the cast.',
    bad: 'models:\n  own: { kind: editor }\npopulations:\n  regulars: { size: 20 }\nscenarios:\n  meet:\n    model: own\n    budget: { calls: 15 }\n',
    good: 'models:\n  own: { kind: editor }\npopulations:\n  regulars: { size: 20 }\nscenarios:\n  meet:\n    model: own\n    budget: { calls: 1500 }\n',
    at: '15',
  },
  {
    code: 'place-size',
    severity: 'warning',
    why: 'More people start at a place than fit in.',
    bad: PUB(10),
    good: PUB(20),
    at: 'all',
    mends: true,
  },
  {
    code: 'ties-never-grow',
    severity: 'warning',
    why: 'Ties change by a rule with a growth of 0.',
    bad: 'ties:\n  friends:\n    change: { rule: evidence, growth: 0 }\n',
    good: 'ties:\n  friends:\n    change: { rule: evidence, growth: 0.1 }\n',
    at: '0',
  },
  {
    code: 'no-ties',
    severity: 'warning',
    why: 'Pairs are to meet along a network that never has a tie.',
    bad: 'ties:\n  friends: { among: all }\nworlds:\n  pub:\n    actions: { talk: { kind: message } }\n    phases:\n      night: { actions: [talk], pair: { kind: random, along: friends } }\n',
    good: 'ties:\n  friends: { among: all, graph: complete }\nworlds:\n  pub:\n    actions: { talk: { kind: message } }\n    phases:\n      night: { actions: [talk], pair: { kind: random, along: friends } }\n',
    at: 'friends',
  },
  {
    code: 'silent-role',
    severity: 'warning',
    why: 'A role takes part in no phase with actions.',
    bad: 'worlds:\n  sale:\n    roles: { seller: {}, buyer: {} }\n    actions: { offer: { kind: message } }\n    phases:\n      talk: { who: seller, actions: [offer] }\n',
    good: 'worlds:\n  sale:\n    roles: { seller: {}, buyer: {} }\n    actions: { offer: { kind: message } }\n    phases:\n      talk: { who: [seller, buyer], actions: [offer] }\n',
    at: 'buyer',
  },
  {
    code: 'insecure-endpoint',
    severity: 'warning',
    why: 'A key would be sent unencrypted to another machine.',
    bad: "models:\n  gpt:\n    kind: openai\n    base_url: http://api.example.com/v1\n    name: q\n    key: $(secret('a'))\n",
    good: "models:\n  gpt:\n    kind: openai\n    base_url: http://192.168.1.7:8000/v1\n    name: q\n    key: $(secret('a'))\n",
    at: 'http://api.example.com/v1',
    mends: true,
  },
  {
    code: 'endpoint-path',
    severity: 'warning',
    why: 'The address of a model continues after its version.',
    bad: 'models:\n  gpt:\n    kind: openai\n    base_url: https://api.example.com/v1/chat/completions\n    name: q\n',
    good: 'models:\n  gpt:\n    kind: openai\n    base_url: https://api.example.com/v1\n    name: q\n',
    at: 'https://api.example.com/v1/chat/completions',
    mends: true,
  },
  {
    code: 'context-full',
    severity: 'warning',
    why: 'The longest answer of a model leaves no room for a question.',
    bad: 'models:\n  gpt:\n    kind: openai\n    base_url: https://api.example.com/v1\n    name: q\n    context: 4096\n    max_tokens: 4096\n',
    good: 'models:\n  gpt:\n    kind: openai\n    base_url: https://api.example.com/v1\n    name: q\n    context: 4096\n    max_tokens: 400\n',
    at: '4096',
  },
  {
    code: 'fallback-cycle',
    severity: 'error',
    why: 'A model falls back on itself.',
    bad: 'models:\n  one: { kind: editor, fallback: two }\n  two: { kind: editor, fallback: one }\n',
    good: 'models:\n  one: { kind: editor, fallback: two }\n  two: { kind: editor, fallback: builtin }\n',
    at: 'two',
  },
  {
    code: 'cannot-embed',
    severity: 'error',
    why: 'A model that can only speak is to tell the relevance of memories.',
    bad: 'models:\n  own: { kind: editor }\nscenarios:\n  meet:\n    model: own\n    memory: { embeddings: own }\n',
    good: 'models:\n  near: { kind: openai, base_url: "http://localhost:11434/v1", name: nomic-embed-text }\nscenarios:\n  meet:\n    memory: { embeddings: near }\n',
    at: 'own',
  },
  {
    code: 'cannot-judge',
    severity: 'error',
    why: 'A mind that follows rules is to tell whether an answer recognises the study.',
    bad: 'models:\n  far: { kind: openai, base_url: "http://localhost:11434/v1", name: qwen3 }\nscenarios:\n  meet:\n    model: far\n    awareness: { judge: builtin }\n',
    good: 'models:\n  far: { kind: openai, base_url: "http://localhost:11434/v1", name: qwen3 }\nscenarios:\n  meet:\n    model: far\n    awareness: { judge: far }\n',
    at: 'builtin',
    mends: true,
  },
  {
    code: 'no-judge',
    severity: 'warning',
    why: 'A question to a judge is written, and no judge is named.',
    bad: 'scenarios:\n  meet:\n    awareness: { ask: Does it name jazz? }\n',
    good: 'scenarios:\n  meet:\n    awareness: { pattern: jazz }\n',
    at: 'Does it name jazz?',
  },
  {
    code: 'unknown-entry',
    severity: 'error',
    why: 'A phase, an action or another entry is placed before or after one that does not exist, or removes what is not inherited.',
    bad: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    phases:\n      inspect: { after: harvst, then: stock = 2 }\n${AT_LAKE}`,
    good: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    phases:\n      inspect: { after: harvest, then: stock = 2 }\n${AT_LAKE}`,
    at: 'harvst',
    mends: true,
  },
  {
    code: 'unknown-strategy',
    severity: 'warning',
    why: 'A strategy of the built-in mind is misspelt.',
    bad: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    params: { strategy: sustainabel }\n${AT_LAKE}`,
    good: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    params: { strategy: sustainable }\n${AT_LAKE}`,
    at: 'sustainabel',
    mends: true,
  },
  {
    code: 'untold-strategy',
    severity: 'warning',
    why: 'Agents are not told of the strategy that they are given.',
    bad: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    agent_vars: { strategy: { start: greedy, told: false } }\n${AT_LAKE}`,
    good: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    agent_vars: { strategy: greedy }\n${AT_LAKE}`,
    at: 'false',
    mends: true,
  },
  {
    code: 'copied-agent',
    severity: 'warning',
    why: 'A variable starts with a person: with a copy of them as they are then.',
    bad: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    vars: { guard: =ada }\n    measures: { guards: 'count([guard])' }\n${AT_LAKE}`,
    good: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    vars: { guard: =ada.id }\n    measures: { guards: 'count([guard])' }\n${AT_LAKE}`,
    at: '=ada',
    mends: true,
  },
  {
    code: 'replaced-world',
    severity: 'warning',
    why: 'A world has the id of one of the library, and replaces the whole of it.',
    bad: 'imports: [library/feed]\nworlds:\n  feed:\n    params: { topic: bread }\nscenarios:\n  meet: { world: feed, rounds: 5 }\n',
    good: 'imports: [library/feed]\nworlds:\n  bread_feed:\n    extends: feed\n    params: { topic: bread }\nscenarios:\n  meet: { world: bread_feed, rounds: 5 }\n',
    at: 'feed',
    mends: true,
  },
  {
    code: 'no-sender',
    severity: 'warning',
    why: 'A message is sent in the name of several.',
    bad: `${PAIR}scenarios:\n  meet:\n    rounds: 5\n    interventions:\n      news: { at: 2, from: [ada, ben], send: It rains. }\n`,
    good: `${PAIR}scenarios:\n  meet:\n    rounds: 5\n    interventions:\n      news: { at: 2, from: ada, send: It rains. }\n`,
    at: '[ada, ben]',
  },
  {
    code: 'at-and-when',
    severity: 'warning',
    why: 'An intervention or survey has both a time and a condition.',
    bad: `${PAIR}scenarios:\n  meet:\n    rounds: 5\n    interventions:\n      news: { at: 2, when: density > 0.1, announce: It rains. }\n`,
    good: `${PAIR}scenarios:\n  meet:\n    rounds: 5\n    interventions:\n      news: { when: round == 2 && density > 0.1, announce: It rains. }\n`,
    at: 'when',
  },
  {
    code: 'not-computed',
    severity: 'error',
    why: 'A parameter, or a variable of a person, is written as if it were computed.',
    bad: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    params: { growth: =4 / 2 }\n${AT_LAKE}`,
    good: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    params: { growth: 2 }\n${AT_LAKE}`,
    at: '=4 / 2',
  },
  {
    code: 'outside-declared',
    severity: 'warning',
    why: 'Members are given a value that the declaration of their variable does not allow.',
    bad: 'populations:\n  regulars:\n    size: 5\n    vars: { team: [red, blue] }\n    sample:\n      team: { red: 1, bleu: 1 }\nscenarios:\n  meet: { rounds: 5 }\n',
    good: 'populations:\n  regulars:\n    size: 5\n    vars: { team: [red, blue] }\n    sample:\n      team: { red: 1, blue: 1 }\nscenarios:\n  meet: { rounds: 5 }\n',
    at: 'bleu',
    mends: true,
  },
  {
    code: 'order-ignores',
    severity: 'warning',
    why: 'A phase has a key that its order does not read.',
    bad: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    phases:\n      harvest: { turns: 10 }\n${AT_LAKE}`,
    good: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    phases:\n      harvest: { order: alternate, turns: 10 }\n${AT_LAKE}`,
    at: 'turns',
  },
  {
    code: 'kind-ignores',
    severity: 'warning',
    why: 'An action has a key that its kind does not read.',
    bad: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    actions:\n      harvest: { kind: nothing, tell: No one took anything. }\n${AT_LAKE}`,
    good: `${PAIR}${LAKE}  guarded:\n    extends: lake\n    actions:\n      harvest: { seen_by: all, tell: Someone took something. }\n${AT_LAKE}`,
    at: 'tell',
  },
  {
    code: 'nobody-chosen',
    severity: 'error',
    why: 'An action about a message is for `agent`, and no agent is chosen.',
    bad: `${PAIR}${ANSWERS('agent')}`,
    good: `${PAIR}${ANSWERS('{ of: all, if: agent == message.author }')}`,
    at: 'agent',
    mends: true,
  },
  {
    code: 'unknown-variable',
    severity: 'error',
    why: 'Newcomers are to inherit a variable that agents do not have, or an archetype has such a field.',
    bad: HEIRS('thritf'),
    good: HEIRS('thrift'),
    at: 'thritf',
    mends: true,
  },
  {
    code: 'unplayed-role',
    severity: 'warning',
    why: 'No agent is cast in a role that a phase of the world names.',
    bad: `${PAIR}${TRADE}scenarios:\n  meet: { world: trade, rounds: 5, cast: [ada, ben] }\n`,
    good: `${PAIR}${TRADE}scenarios:\n  meet: { world: trade, rounds: 5, cast: { seller: { play: ada }, buyer: { play: ben } } }\n`,
    at: 'cast',
  },
  {
    code: 'unknown-field',
    severity: 'warning',
    why: 'What members are given is nearly a field of a person, and is none.',
    bad: 'populations:\n  regulars:\n    size: 5\n    sample:\n      ocupation: { Baker: 1, Teacher: 2 }\nscenarios:\n  meet: { rounds: 5 }\n',
    good: 'populations:\n  regulars:\n    size: 5\n    sample:\n      occupation: { Baker: 1, Teacher: 2 }\nscenarios:\n  meet: { rounds: 5 }\n',
    at: 'ocupation',
    mends: true,
  },
  {
    code: 'reaches-nobody',
    severity: 'warning',
    why: 'An intervention or a survey is for people who do not take part.',
    bad: `${PAIR}${LAKE}scenarios:\n  meet:\n    world: lake\n    cast: [ada]\n    interventions:\n      news: { at: 1, to: ben, remember: The lake is empty. }\n  both: { world: lake, cast: [ada, ben] }\n`,
    good: `${PAIR}${LAKE}scenarios:\n  meet:\n    world: lake\n    cast: [ada]\n    interventions:\n      news: { at: 1, to: ada, remember: The lake is empty. }\n  both: { world: lake, cast: [ada, ben] }\n`,
    at: 'ben',
  },
  {
    code: 'never-coded',
    severity: 'warning',
    why: 'A code is about words or acts, and the world has none that agents hear or see.',
    bad: `${PAIR}codes: { polite: { pattern: please } }\n${LAKE}scenarios:\n  meet: { world: lake, measures: { polite: "share(all.map(a => said(a, polite)))" } }\n`,
    good: `${PAIR}codes: { polite: { of: act, pattern: please } }\n${LAKE.replace('effect: stock', 'seen_by: all, effect: stock')}scenarios:\n  meet: { world: lake, measures: { polite: "share(all.map(a => said(a, polite)))" } }\n`,
    at: 'polite',
  },
  {
    code: 'nobody-known',
    severity: 'warning',
    why: 'An action is for an agent that is known, and no agent can get to know another.',
    bad: `${PAIR}ties: { friends: { change: { rule: evidence } } }\nworlds:\n  office:\n    actions:\n      dm: { kind: message, to: agent }\n    phases:\n      talk: { actions: [dm] }\nscenarios:\n  meet: { world: office }\n`,
    good: `${PAIR}ties: { friends: { graph: complete, change: { rule: evidence } } }\nworlds:\n  office:\n    actions:\n      dm: { kind: message, to: agent }\n    phases:\n      talk: { actions: [dm] }\nscenarios:\n  meet: { world: office }\n`,
    at: 'agent',
  },
  {
    code: 'no-network',
    severity: 'warning',
    why: 'A measure of ties is taken in a society that has no network.',
    bad: `${PAIR}${LAKE}scenarios:\n  meet: { world: lake, measures: { close: density } }\n`,
    good: `${PAIR}ties: { friends: { graph: complete } }\n${LAKE}scenarios:\n  meet: { world: lake, measures: { close: density } }\n`,
    at: 'density',
  },
  {
    code: 'constant-measure',
    severity: 'warning',
    why: 'A measure reads nothing of the run.',
    bad: `${PAIR}${LAKE}scenarios:\n  meet: { world: lake, measures: { fish: 5 + 5 } }\n`,
    good: `${PAIR}${LAKE}scenarios:\n  meet: { world: lake, measures: { fish: stock + 5 } }\n`,
    at: '5 + 5',
  },
  {
    code: 'measure-loop',
    severity: 'warning',
    why: 'A measure needs its own value, directly or through other measures.',
    bad: `${PAIR}ties: { friends: { graph: complete } }\n${LAKE}scenarios:\n  meet: { world: lake, measures: { density: density } }\n`,
    good: `${PAIR}ties: { friends: { graph: complete } }\n${LAKE}scenarios:\n  meet: { world: lake, measures: { close: density } }\n`,
    at: 'density',
  },
];
