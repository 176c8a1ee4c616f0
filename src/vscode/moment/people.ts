/** Who of a run is written where: personas and populations of a file, also of one that is imported under a prefix. */
import * as vscode from 'vscode';
import type { LanguageService } from '../../language/api.js';
import { toRange } from '../window/convert.js';
import { type ShownRun, sourceOf } from './shownRun.js';

/** A persona or population whose lines begin at a place. With several prefixes the same lines are several people. */
interface WrittenPerson {
  readonly ids: readonly string[];
  readonly name: string;
  readonly place: vscode.Range;
}

/** By the file that was run as it is today. */
export async function peopleIn(service: LanguageService, run: ShownRun, file: vscode.Uri): Promise<readonly WrittenPerson[]> {
  const { society, nodes } = await service.resolve(run.uri.toString());
  const found = new Map<string, WrittenPerson>();
  for (const section of ['personas', 'populations'] as const) {
    for (const [id, { name }] of Object.entries(society[section] ?? {})) {
      const span = nodes.get(`${section}.${id}`);
      if (span?.source !== file.toString()) continue;
      const { start } = toRange(span.range);
      const key = `${start.line} ${start.character}`;
      const known = found.get(key);
      found.set(key, { ids: [...(known?.ids ?? []), id], name: name ?? id, place: new vscode.Range(start, start) });
    }
  }
  return [...found.values()];
}

/** The id in a run that a word of a file is: itself, or with the prefix that the file is imported under. */
export function idIn(run: ShownRun, file: vscode.Uri, word: string, isThere: (id: string) => boolean): string {
  const { society, nodes } = run.resolved;
  if (isThere(word)) return word;
  const source = sourceOf(run, file)?.uri;
  const prefixed = Object.keys(society.personas ?? {}).find(
    (id) => id.endsWith(`_${word}`) && nodes.get(`personas.${id}`)?.source === source && isThere(id),
  );
  return prefixed ?? word;
}
