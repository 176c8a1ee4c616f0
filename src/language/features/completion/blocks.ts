/**
 * Blocks for new entries of a section, in snippet syntax. A block that is inserted unchanged has no problem and is
 * formatted.
 */
import type { IdKind } from '../../schema/schema.js';

/** A new entry of a section, by the section's key. */
const blocks = {
  personas:
    '${1:ada}:\n  name: ${2:Ada Okafor}\n  age: ${3:41}\n  occupation: ${4:Baker}\n  interests:\n    - ${5:sourdough}\n  voice: |\n    ${6:Short sentences. Dry humour.}',
  populations:
    '${1:regulars}:\n  size: ${2:12}\n  sample:\n    age: normal(${3:46}, ${4:14}) in 18..90\n    interests: 2 of [${5:jazz, chess, gardening}]',
  ties: '${1:friendship}:\n  among: all\n  change:\n    rule: evidence',
  scenarios: '${1:meet}:\n  premise: |\n    ${2:A new forum opens today.}\n  cast: all\n  world: feed\n  rounds: ${3:10}',
  models: '${1:small}:\n  kind: openai\n  base_url: ${2:http://localhost:11434/v1}\n  name: ${3:qwen3:8b}',
  worlds:
    '${1:circle}:\n  does: |\n    ${2:People sit in a circle and talk.}\n  actions:\n    speak:\n      kind: message\n      to: all\n      does: |\n        ${3:Say something to all.}\n  phases:\n    talk:\n      who: all\n      order: shuffled\n      actions: [speak]',
  surveys:
    '${1:mood}:\n  at: ${2:[start, end]}\n  ask:\n    ${3:happy}:\n      scale: 1..7\n      ends: [${4:not at all, very}]\n      text: |\n        ${5:How happy are you here?}',
  ask: '${1:happy}:\n  scale: 1..7\n  ends: [${2:not at all, very}]\n  text: |\n    ${3:How happy are you here?}',
  experiments:
    '${1:comparison}:\n  scenario: ${2:meet}\n  arms:\n    ${3:short}: { rounds: 5 }\n    ${4:long}: { rounds: 20 }\n  seeds: ${5:10}',
  calibrate:
    '${1:fit}:\n  scenario: ${2:meet}\n  parameters:\n    ${3:rounds}: ${4:5..20}\n  targets:\n    ${5:ties}: { measure: ${6:density}, is: ${7:0.3}, within: ${8:0.05} }',
  arms: '${1:short}: { rounds: ${2:5} }',
  compare: '${1:ties}:\n  measure: ${2:density}\n  at: end\n  test: permutation',
  fragments: '${1:newcomer}:\n  traits:\n    - ${2:curious}',
  codes: '${1:thanks}:\n  of: message\n  ask: |\n    ${2:Does it say thanks?}\n  answer: yes_no\n  by: judge',
  prompts: '${1:terse}:\n  extends: en\n  answer: |\n    ${2:Answer in one sentence.}',
  rewards: '${1:social}:\n  kind: ${2:social_interaction}\n  window: ${3:3}',
  measures: '${1:answered}: ${2:reciprocity}',
  expect: '${1:talk_is_answered}:\n  that: ${2:change(reciprocity) >= 0}\n  because: |\n    ${3:Who is answered answers.}',
  interventions: '${1:news}:\n  at: ${2:2}\n  announce: |\n    ${3:The council meets on Monday.}',
  groups: '${1:some}:\n  of: all\n  pick: ${2:random 2}',
  actions: '${1:speak}:\n  kind: message\n  to: all\n  does: |\n    ${2:Say something to all.}',
  phases: '${1:talk}:\n  who: all\n  order: ${2:shuffled}\n  actions: [${3:speak}]',
  roles: '${1:host}:\n  does: |\n    ${2:You welcome the others.}',
  places: '${1:kitchen}:\n  does: |\n    ${2:The kitchen, warm and loud.}\n  start: all',
  secrets: '${1:plan}:\n  text: |\n    ${2:Is about to move away.}\n  keep_from: all',
} as const;

export type Section = keyof typeof blocks;

/** The ids that a block can refer to. */
interface Around {
  readonly ids: (kind: IdKind) => readonly string[];
  /** Whether the block is inserted into a world, not into a scenario. */
  readonly inWorld: boolean;
}

/** The block for a new entry, with existing ids; null if every such block would have a problem. */
export function blockOf(section: Section, { ids, inWorld }: Around): string | null {
  const block: string = blocks[section];
  if (section === 'experiments' || section === 'calibrate') return withId(block, 'meet', ids('scenario'));
  if (section === 'phases') return withId(block, 'speak', ids('action'));
  if (section === 'expect' && inWorld) return null;
  if (section !== 'scenarios') return block;
  const worlds = ids('world');
  const world = worlds.includes('feed') ? 'feed' : worlds[0];
  return world === undefined ? block.replace('\n  world: feed', '') : block.replace('world: feed', `world: ${world}`);
}

const withId = (block: string, usual: string, ids: readonly string[]): string | null =>
  ids.length === 0 ? null : ids.includes(usual) ? block : block.replace(usual, ids[0] as string);
