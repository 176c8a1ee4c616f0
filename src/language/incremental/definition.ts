/** Ids that a file defines. They stay the same objects while what they stand for is edited. */
import type { IdKind } from '../schema/schema.js';
import type { Entry } from '../syntax/node.js';
import type { FileModel } from './file.js';
import type { Named } from './gatherNames.js';
import type { Piece } from './fragment.js';

export interface Definition extends Named {
  readonly file: FileModel;
}

/** The newest model of a text that changes. */
export interface Owner {
  file: FileModel | null;
}

class Defined implements Definition {
  readonly kind: IdKind;
  readonly id: string;
  readonly path: string;
  entry: Entry;
  constructor(
    { kind, id, path, entry }: Named,
    readonly owner: Owner,
  ) {
    this.kind = kind;
    this.id = id;
    this.path = path;
    this.entry = entry;
  }
  get file(): FileModel {
    return this.owner.file as FileModel;
  }
}

/** Hands the definitions of a piece on to the one in its place, which has the same ids. */
export function handOn(from: Piece, to: Piece): void {
  const { definitions } = from;
  if (!definitions) return;
  const named = [...to.heads, ...to.named];
  for (let i = 0; i < definitions.length; i++) (definitions[i] as Defined).entry = (named[i] as Named).entry;
  to.definitions = definitions;
}

export const definitionsOf = (named: readonly Named[], owner: Owner): readonly Definition[] => named.map((one) => new Defined(one, owner));

/** Definitions of pieces, in the order of the whole: of each block first its own entries, then what is further in. */
export function definitionsIn(blocks: readonly (readonly Piece[])[], owner: Owner): readonly Definition[] {
  const all: Definition[] = [];
  for (const pieces of blocks) {
    for (const piece of pieces) {
      piece.definitions ??= definitionsOf([...piece.heads, ...piece.named], owner);
      for (let i = 0; i < piece.heads.length; i++) all.push(piece.definitions[i] as Definition);
    }
    for (const { definitions, heads } of pieces)
      for (let i = heads.length; definitions && i < definitions.length; i++) all.push(definitions[i] as Definition);
  }
  return all;
}
