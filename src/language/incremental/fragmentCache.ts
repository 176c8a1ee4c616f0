/** The model of a file that is assembled from pieces. Its lists are computed at first use. */
import type { Problem } from '../text/problem.js';
import type { Tree } from '../syntax/parse.js';
import { type Definition, definitionsIn, type Owner } from './shape.js';
import type { Counts } from './assembleFile.js';
import type { FileModel } from './file.js';
import type { ExpressionUse, ImportUse, ProseUse, Reference } from './gatherNames.js';
import type { Piece } from './fragment.js';

export class PiecedFile implements FileModel {
  readonly uri: string;
  #definitions: readonly Definition[] | null = null;
  #references: readonly Reference[] | null = null;
  #expressions: readonly ExpressionUse[] | null = null;
  #imports: readonly ImportUse[] | null = null;
  #prose: readonly ProseUse[] | null = null;

  /** `read`: the pieces of each top-level key that the format knows, in order. */
  constructor(
    readonly tree: Tree,
    readonly problems: readonly Problem[],
    readonly pieces: readonly Piece[],
    readonly shape: object,
    readonly owner: Owner,
    readonly read: readonly (readonly Piece[])[],
    counts: Counts,
  ) {
    this.uri = tree.uri;
    if (counts.imports === 0) this.#imports = [];
    if (counts.prose === 0) this.#prose = [];
  }
  get definitions(): readonly Definition[] {
    return (this.#definitions ??= definitionsIn(this.read, this.owner));
  }
  get references(): readonly Reference[] {
    return (this.#references ??= gathered(this.read, (piece) => piece.references));
  }
  get expressions(): readonly ExpressionUse[] {
    return (this.#expressions ??= gathered(this.read, (piece) => piece.expressions));
  }
  get imports(): readonly ImportUse[] {
    return (this.#imports ??= gathered(this.read, (piece) => piece.imports));
  }
  get prose(): readonly ProseUse[] {
    return (this.#prose ??= gathered(this.read, (piece) => piece.prose));
  }
}

function gathered<T>(read: readonly (readonly Piece[])[], of: (piece: Piece) => readonly T[]): readonly T[] {
  const all: T[] = [];
  for (const pieces of read) for (const piece of pieces) for (const one of of(piece)) all.push(one);
  return all;
}
