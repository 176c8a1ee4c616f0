/** Outline of a file, the scenarios that can be run, and ids of the workspace that fit a query. */
import type { DocumentSymbol, ScenarioRef, SymbolKind, WorkspaceSymbol } from '../../api.js';
import type { FileModel } from '../../incremental/file.js';
import { rangeAt } from '../../text/lines.js';
import { type Entry, textOf, valueAt } from '../../syntax/node.js';
import type { IdKind } from '../../schema/schema.js';

/** Kind of the entries of a section, by the path of the section without ids. */
const KINDS: Readonly<Record<string, SymbolKind>> = {
  models: 'model',
  fragments: 'persona',
  personas: 'persona',
  populations: 'population',
  ties: 'network',
  worlds: 'world',
  scenarios: 'scenario',
  experiments: 'scenario',
  calibrate: 'scenario',
  codes: 'key',
  rewards: 'key',
  prompts: 'key',
  'worlds.actions': 'action',
  'worlds.phases': 'phase',
};
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  worlds: ['params', 'vars', 'agent_vars', 'roles', 'actions', 'phases', 'measures'],
  scenarios: ['groups', 'rewards', 'interventions', 'surveys', 'measures', 'expect'],
  experiments: ['arms', 'compare'],
  calibrate: ['parameters', 'targets'],
};

/** The symbol kind of an id. */
const symbolKind = (kind: IdKind): SymbolKind => IDS[kind] ?? 'key';

const IDS: { readonly [Kind in IdKind]?: SymbolKind } = {
  model: 'model',
  fragment: 'persona',
  persona: 'persona',
  population: 'population',
  network: 'network',
  world: 'world',
  scenario: 'scenario',
  experiment: 'scenario',
  calibration: 'scenario',
  action: 'action',
  phase: 'phase',
};

export function symbolsOf(file: FileModel): readonly DocumentSymbol[] {
  const root = file.tree.root;
  if (root?.kind !== 'map') return [];
  return root.entries
    .filter((entry) => entry.colon && entry.value.kind === 'map' && Object.hasOwn(KINDS, entry.key))
    .map((section) => sectionSymbol(file, section));
}

function symbol(file: FileModel, entry: Entry, kind: SymbolKind, detail: string, children: readonly DocumentSymbol[]): DocumentSymbol {
  const { lines } = file.tree;
  return { name: entry.key || '…', detail, kind, range: rangeAt(lines, entry.at), selection: rangeAt(lines, entry.keyAt), children };
}

const entriesOf = (entry: Entry): readonly Entry[] => (entry.value.kind === 'map' ? entry.value.entries.filter((item) => item.colon) : []);

function sectionSymbol(file: FileModel, section: Entry): DocumentSymbol {
  const children = entriesOf(section).map((entry) => {
    const parts = (MEMBERS[section.key] ?? []).flatMap((key) => entriesOf(entry).filter((part) => part.key === key));
    const inner = parts.flatMap((part) =>
      entriesOf(part).map((item) => symbol(file, item, KINDS[`${section.key}.${part.key}`] ?? 'key', '', [])),
    );
    return symbol(file, entry, KINDS[section.key] ?? 'key', detailOf(section.key, entry), inner);
  });
  return symbol(file, section, 'section', '', children);
}

/** The detail of an entry: its display name, the size of a population, the scenario of an experiment or a calibration. */
function detailOf(section: string, { value }: Entry): string {
  const size = valueAt(value, 'size');
  if (section === 'populations' && size?.kind === 'scalar' && typeof size.value === 'number') return String(size.value);
  if (section === 'experiments' || section === 'calibrate') return textOf(valueAt(value, 'scenario')) ?? '';
  return textOf(valueAt(value, 'name')) ?? textOf(valueAt(value, 'title')) ?? textOf(valueAt(value, 'kind')) ?? '';
}

/** Scenarios, experiments or calibrations of a file. */
export function playedOf(file: FileModel, kind: 'scenario' | 'experiment' | 'calibration'): readonly ScenarioRef[] {
  return file.definitions
    .filter((definition) => definition.kind === kind)
    .map(({ id, path, entry }) => ({
      ...{ id, title: textOf(valueAt(entry.value, 'title')), node: path },
      range: rangeAt(file.tree.lines, entry.keyAt),
    }));
}

// Ids in all files of the workspace that match a query: its letters in order, as in the editor's own search.

const MOST = 500;

function* symbolsIn(file: FileModel, query: string): Iterable<WorkspaceSymbol> {
  for (const { kind, id, path, entry } of file.definitions) {
    const name = textOf(valueAt(entry.value, 'name')) ?? textOf(valueAt(entry.value, 'title')) ?? '';
    if (!fits(query, id) && !fits(query, name)) continue;
    const [, holder] = path.split('.');
    yield {
      name: id,
      detail: holder === id ? name : (holder ?? ''),
      kind: symbolKind(kind),
      span: { source: file.uri, range: rangeAt(file.tree.lines, entry.keyAt) },
    };
  }
}

export function firstSymbols(files: readonly FileModel[], query: string): readonly WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  for (const file of files)
    for (const symbol of symbolsIn(file, query)) {
      if (found.length === MOST) return found;
      found.push(symbol);
    }
  return found;
}

/** Whether the text contains the letters of the query in their order, with any letters between them. */
export function fits(query: string, text: string): boolean {
  const wanted = query.toLowerCase();
  const given = text.toLowerCase();
  let from = 0;
  for (const letter of wanted) {
    const at = given.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
