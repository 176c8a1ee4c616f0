/**
 * Maps lines of files to nodes of the model and back: where an event comes from, what a breakpoint on a line stops at, and whether
 * the text of a line takes part in the run.
 */
import { t } from '../../core/util/l10n.js';
import type { NodeId } from '../../core/util/ids.js';
import type { Span } from '../../core/util/textPosition.js';
import type { ScenarioModel } from '../../engine/index.js';

export interface SourcePlace {
  /** Path, or a URI where the text is not on a disk. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly endLine: number;
}

/** Last part of a path or URI, of any operating system. */
export const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** A path in the form that is compared: the letter of a drive can be in either case. */
const keyOf = (path: string): string => (/^[a-z]:[\\/]/i.test(path) ? path.replace(/\\/g, '/').toLowerCase() : path);

/**
 * Paths of nodes that events name as their cause, so that a run can stop there. A breakpoint on another node stops at the nearest of
 * these around it. `*` is a key, `#` a place in a list. test/unit/debug/stops.test.ts compares them with the schema.
 */
export const STOPS = [
  ...['personas.*', 'populations.*', 'codes.*', 'ties.*', 'scenarios.*', 'personas.*.memories.#'],
  ...['personas.*.reads.#', 'populations.*.reads.#', 'scenarios.*.reads.#'],
  ...['worlds.*.actions.*', 'worlds.*.phases.*', 'worlds.*.measures.*'],
  ...['worlds.*.actions.*.effect', 'worlds.*.phases.*.then', 'worlds.*.phases.*.resolve'],
  ...['scenarios.*.rewards.*', 'scenarios.*.interventions.*', 'scenarios.*.surveys.*', 'scenarios.*.measures.*', 'scenarios.*.expect.*'],
  ...['scenarios.*.coach', 'scenarios.*.memory'],
] as const;

const PATTERNS: readonly RegExp[] = STOPS.map(
  (path) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '[^.]+').replaceAll('#', '\\d+')}$`),
);

/** The node that a breakpoint at a node stops at: itself or the nearest around it; null where there is none. */
function stopAt(node: NodeId): NodeId | null {
  for (let path = node; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.'))))
    if (PATTERNS.some((pattern) => pattern.test(path))) return path;
  return null;
}

export class Places {
  /** By path: nodes with a place there, by their first line; on one line, the outer before the inner. */
  readonly #byPath = new Map<string, { readonly line: number; readonly endLine: number; readonly node: NodeId }[]>();

  /** @param pathOf path of a source's URI, as the client names it. */
  constructor(
    readonly nodes: ReadonlyMap<NodeId, Span>,
    readonly pathOf: (uri: string) => string,
  ) {}

  /** Where a node is written, or its nearest ancestor that has a place. */
  of(node: NodeId): SourcePlace | null {
    for (let path = node; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
      const span = this.nodes.get(path);
      if (span) return { path: this.pathOf(span.source), line: span.range.start.line + 1, endLine: span.range.end.line + 1 };
    }
    return null;
  }

  /** What a breakpoint on a line stops at: the innermost node on the line where a run can stop; null where there is none. */
  at(path: string, line: number): NodeId | null {
    let found: { readonly node: NodeId; readonly size: number } | null = null;
    for (const one of this.#in(path)) {
      if (one.line > line) break;
      if (one.endLine < line) continue;
      const node = stopAt(one.node);
      const size = one.endLine - one.line;
      if (node !== null && (found === null || size <= found.size)) found = { node, size };
    }
    return found?.node ?? null;
  }

  /** Lines, from 1, on which a node begins where a run can stop. */
  lines(path: string, from: number, to: number): readonly number[] {
    const lines = new Set<number>();
    for (const { line, node } of this.#in(path)) if (line >= from && line <= to && stopAt(node) === node) lines.add(line);
    return [...lines];
  }

  /** Files with text of the run. */
  get paths(): readonly string[] {
    return [...new Set([...this.nodes.values()].map(({ source }) => source))].map(this.pathOf);
  }

  #in(path: string): readonly { readonly line: number; readonly endLine: number; readonly node: NodeId }[] {
    if (this.#byPath.size === 0) this.#index();
    return this.#byPath.get(keyOf(path)) ?? [];
  }

  #index(): void {
    for (const [node, { source, range }] of this.nodes) {
      const path = keyOf(this.pathOf(source));
      const list = this.#byPath.get(path) ?? [];
      list.push({ line: range.start.line + 1, endLine: range.end.line + 1, node });
      this.#byPath.set(path, list);
    }
    for (const list of this.#byPath.values()) list.sort((a, b) => a.line - b.line || b.endLine - a.endLine);
  }
}

// Whether the text of a line takes part in a run: a persona in the cast, the world and the scenario of the run.

type Partaking =
  | { readonly ok: true; readonly node: NodeId }
  /** Why it never happens, for the user. */
  | { readonly ok: false; readonly why: string };

/** The node that events of a run name as their cause, for the node of a line. */
export function partaking(model: ScenarioModel, places: Places, node: NodeId): Partaking {
  const [kind, id = '', ...rest] = node.split('.');
  if (kind === 'personas' || kind === 'populations') {
    if (isCast(model, id)) return { ok: true, node };
    return { ok: false, why: t('`{0}` takes no part in this run: the cast of `{1}` leaves it out.', id, model.scenario) };
  }
  const played = kind === 'scenarios' ? model.scenario : kind === 'worlds' ? model.world.id : id;
  if (played === id) return { ok: true, node };
  const twin = [kind, played, ...rest].join('.');
  if (isSamePlace(places, node, twin)) return { ok: true, node: twin };
  return { ok: false, why: t('This run plays `{0}`, not `{1}`.', played, id) };
}

/** In a fork with another file, an agent may have taken part before the fork. */
function isCast(model: ScenarioModel, id: string): boolean {
  return model.agents.firstOf(id) >= 0 || (model.before !== undefined && isCast(model.before.model, id));
}

/** A scenario that extends another one includes its lines. */
function isSamePlace(places: Places, one: NodeId, other: NodeId): boolean {
  if (!places.nodes.has(other)) return false;
  const [a, b] = [places.of(one), places.of(other)];
  return a?.path === b?.path && a?.line === b?.line;
}
