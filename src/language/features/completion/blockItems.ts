/** Completion items that insert a new entry of a section, with an unused id. */
import type { CompletionItem } from '../../api.js';
import { candidates } from '../../checks/ids/references.js';
import { idsOf } from '../../program/program.js';
import { blockOf, type Section } from './blocks.js';
import { lastKey, type CompletionSite } from './completionItem.js';
import { plainText } from './snippets.js';
import { marked, t } from '../../../core/util/l10n.js';

/** The name of an entry of each section. */
const CALLED: Readonly<Record<Section, string>> = {
  personas: 'persona',
  populations: 'population',
  ties: 'network',
  worlds: 'world',
  scenarios: 'scenario',
  experiments: 'experiment',
  calibrate: 'calibration',
  models: 'model',
  fragments: 'fragment',
  codes: 'code',
  prompts: marked('set of prompts'),
  rewards: 'reward',
  measures: 'measure',
  expect: 'expectation',
  interventions: 'intervention',
  surveys: 'survey',
  ask: marked('question'),
  groups: 'group',
  actions: 'action',
  phases: 'phase',
  roles: 'role',
  places: 'place',
  secrets: 'secret',
  arms: 'arm',
  compare: marked('comparison'),
};

const isSection = (key: string): key is Section => Object.hasOwn(CALLED, key);

export function blockItems({ program, cursor, make }: CompletionSite): readonly CompletionItem[] {
  const section = lastKey(cursor.path);
  if (!isSection(section) || (cursor.path.length > 1 && cursor.path.length < 3)) return [];
  const [first] = cursor.path;
  if (section === 'ask' && cursor.path[2] !== 'surveys') return [];
  const path = cursor.path.join('.');
  const block = blockOf(section, {
    ids: (kind) =>
      kind === 'action' || kind === 'arm'
        ? candidates(program, program.main, { kinds: [kind], path: `${path}.x` })
        : idsOf(program.index, [kind]),
    inWorld: first === 'worlds',
  });
  if (block === null) return [];
  const taken = new Set([...cursor.siblings.keys(), ...(cursor.path.length === 1 ? everyId(program) : [])]);
  const insert = block.replace(/^\$\{1:([a-z_0-9]+)\}/, (_, id: string) => `\${1:${free(id, taken)}}`);
  const called = t(CALLED[section]);
  return [
    make(t('new {0}', called), 'snippet', insert, {
      detail: t('A {0} to fill in', called),
      sort: '0',
      documentation: `\`\`\`society\n${plainText(insert)}\n\`\`\``,
    }),
  ];
}

/** Personas and populations share one set of names. */
const everyId = (program: CompletionSite['program']): readonly string[] =>
  [...program.index.values()].flatMap((ids) => (ids.size > 1000 ? [] : [...ids.keys()]));

function free(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  let n = 2;
  while (taken.has(`${id}_${n}`)) n++;
  return `${id}_${n}`;
}
