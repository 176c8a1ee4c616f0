/** Go to definition: ids, names in expressions, imported files. */
import type { Span } from '../../../core/util/textPosition.js';
import type { Definition } from '../../incremental/file.js';
import { find, type Program } from '../../program/program.js';
import { proseTarget } from '../../names/textFiles.js';
import { lineage, worldIdAt } from '../../names/worlds.js';
import { rangeAt } from '../../text/lines.js';
import { entryOf, valueAt } from '../../syntax/node.js';
import { wordAt } from '../position/expressionAt.js';

export function definitionAt(program: Program, offset: number): readonly Span[] {
  const file = program.main;
  const imported = file.imports.find((use) => use.at[0] <= offset && offset <= use.at[1]);
  if (imported) {
    const uris = program.imported.get(imported) ?? [];
    return uris.filter((uri) => program.files.some((other) => other.uri === uri)).map(startOf);
  }
  const prose = file.prose.find(({ node }) => node.at[0] <= offset && offset <= node.at[1]);
  const target = prose && proseTarget(program, file, prose);
  if (target?.ok) return [startOf(target.uri)];
  const reference = file.references.find((r) => r.at[0] <= offset && offset <= r.at[1]);
  if (reference?.kinds.includes('action')) return inWorld(program, reference.path, reference.id, ['actions']);
  if (reference) return find(program.index, reference.kinds, reference.id).map(spanOfDefinition);
  const word = wordAt(file, offset);
  if (!word || word.after) return [];
  const known = find(program.index, ['persona', 'population', 'group', 'role'], word.text).map(spanOfDefinition);
  const local = find(program.index, ['measure'], word.text)
    .filter((d) => d.file === file)
    .map(spanOfDefinition);
  return [...local, ...inWorld(program, word.use.path, word.text, ['params', 'vars', 'agent_vars']), ...known];
}

const START = { line: 0, character: 0 };
const startOf = (uri: string): Span => ({ source: uri, range: { start: START, end: START } });

const spanOfDefinition = (definition: Definition): Span => ({
  source: definition.file.uri,
  range: rangeAt(definition.file.tree.lines, definition.entry.keyAt),
});

/** A key of one of the sections of the world at a path, the nearest world first. */
function inWorld(program: Program, path: string, key: string, sections: readonly string[]): readonly Span[] {
  for (const world of lineage(program, worldIdAt(program, program.main, path))) {
    for (const section of sections) {
      const entry = entryOf(valueAt(world.entry.value, section), key);
      if (entry) return [{ source: world.file.uri, range: rangeAt(world.file.tree.lines, entry.keyAt) }];
    }
  }
  return [];
}
