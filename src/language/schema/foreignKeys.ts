/** Keys that authors know from other tools, by the object that contains them: the key to use here, or an explanation. */
import { marked } from '../../core/util/l10n.js';

/** The key to use here, or an explanation, which `example` completes. */
type Meant = { readonly key: string } | { readonly words: string; readonly example?: string };

const CHANCE: Meant = {
  words: marked(
    'Write a probability as a condition: `when: chance(0.3)`, or `who: { of: all, if: chance(0.3) }` for a separate draw for each agent.',
  ),
};

const STRATEGY = (example: string): Meant => ({ words: marked('The built-in mind takes its strategy from a variable: `{0}`.'), example });

const VARIABLES: Meant = {
  words: marked('Declare variables of a world under `vars:` of the world, and variables of each agent under its `agent_vars:`.'),
};

/** For each title of a schema, the keys of other tools. */
const MEANT: Readonly<Record<string, Readonly<Record<string, Meant>>>> = {
  Society: {
    agents: { key: 'personas' },
    people: { key: 'personas' },
    characters: { key: 'personas' },
    actors: { key: 'personas' },
    players: { key: 'personas' },
    name: { key: 'title' },
    links: { key: 'ties' },
    edges: { key: 'ties' },
    relationships: { key: 'ties' },
    networks: { key: 'ties' },
    environment: { key: 'worlds' },
    environments: { key: 'worlds' },
    llm: { key: 'models' },
  },
  Persona: {
    strategy: STRATEGY('vars: { strategy: greedy }'),
    job: { key: 'occupation' },
    profession: { key: 'occupation' },
    role: { key: 'occupation' },
    description: { key: 'bio' },
    background: { key: 'backstory' },
    hobbies: { key: 'interests' },
    traits: { key: 'personality' },
    big_five: { key: 'personality' },
    style: { key: 'voice' },
    llm: { key: 'model' },
  },
  CastPart: { strategy: STRATEGY('vars: { strategy: greedy }') },
  Role: { strategy: STRATEGY('vars: { strategy: greedy }') },
  Population: {
    strategy: STRATEGY('sample: { strategy: greedy }'),
    n: { key: 'size' },
    count: { key: 'size' },
    number: { key: 'size' },
  },
  Network: {
    start: { key: 'strength' },
    weight: { key: 'strength' },
    agents: { key: 'among' },
    between: { key: 'among' },
  },
  World: {
    rules: { words: marked('A rule is a phase with a `then:`. Write it under `phases:`.') },
    variables: { key: 'vars' },
    state: { key: 'vars' },
  },
  Scenario: {
    steps: { key: 'rounds' },
    turns: { key: 'rounds' },
    ticks: { key: 'rounds' },
    max_steps: { key: 'rounds' },
    environment: { key: 'world' },
    agents: { key: 'cast' },
    personas: { key: 'cast' },
    events: { key: 'interventions' },
    metrics: { key: 'measures' },
    expectations: { key: 'expect' },
    stop: { key: 'until' },
    llm: { key: 'model' },
    rules: { words: marked('A rule is a phase with a `then:`. Write it under `phases:` of a world.') },
    phases: { words: marked('Phases belong in a world. Write a world with `extends:`, and name it under `world:`.') },
    actions: { words: marked('Actions belong in a world. Write a world with `extends:`, and name it under `world:`.') },
    vars: VARIABLES,
    agent_vars: VARIABLES,
    variables: VARIABLES,
  },
  Phase: {
    if: { words: marked('Use `when: …` to select rounds, or `who: { of: all, if: … }` to select agents.') },
    condition: { key: 'when' },
    effect: { key: 'then' },
    chance: CHANCE,
  },
  Action: {
    condition: { key: 'when' },
    // biome-ignore lint/suspicious/noThenProperty: a key of the format
    then: { key: 'effect' },
    description: { key: 'does' },
    chance: CHANCE,
  },
  Intervention: {
    if: { key: 'when' },
    effect: { key: 'then' },
    round: { key: 'at' },
    chance: CHANCE,
  },
};

/** What a key of another tool means in an object. `within`: the title of its schema. Null for other keys. */
export function meantIn(within: string | undefined, key: string): Meant | null {
  const keys = MEANT[within ?? ''] ?? {};
  return Object.hasOwn(keys, key) ? (keys[key] ?? null) : null;
}
