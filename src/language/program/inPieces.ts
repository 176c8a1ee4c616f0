/**
 * Caches the results of checks for each piece of a file, over the edits of the file: only new pieces are checked. Works for
 * files that are assembled from pieces.
 */
import type { Problem } from '../text/problem.js';
import { changedPart } from '../incremental/shape.js';
import { type FileModel, moved } from '../incremental/file.js';
import type { Piece } from '../incremental/fragment.js';
import { PiecedFile } from '../incremental/fragmentCache.js';
import type { Program } from './program.js';

export interface PieceCheck<T> {
  readonly name: string;
  /** The results depend on the piece and on this token: the same object means the same results. */
  readonly token: (program: Program) => object;
  readonly find: (program: Program, file: FileModel, piece: Piece, i: number) => readonly T[];
}

interface Kept<T> {
  readonly token: object;
  readonly pieces: readonly Piece[];
  /** Pieces with results. */
  readonly found: ReadonlyMap<Piece, readonly T[]>;
}

/** Results by owner and name of the check. */
const kept = new WeakMap<object, Map<string, Kept<unknown>>>();

function before<T>(file: PiecedFile, { name, token }: PieceCheck<T>, program: Program): Kept<T> | null {
  const known = kept.get(file.owner)?.get(name) as Kept<T> | undefined;
  return known && known.token === token(program) ? known : null;
}

/** Checks new pieces, one piece per step, if the check stores its results with the piece. */
export function* lookAhead<T>(program: Program, file: FileModel, check: PieceCheck<T>): Generator<void> {
  if (!(file instanceof PiecedFile)) return;
  const known = before(file, check, program);
  const { head, newEnd } = changedPart(known?.pieces ?? [], file.pieces);
  for (let i = head; i < newEnd; i++) {
    check.find(program, file, file.pieces[i] as Piece, i);
    yield;
  }
}

/** Pieces with results, in their order; null for a file without pieces. */
export function inPieces<T>(program: Program, file: FileModel, check: PieceCheck<T>): readonly (readonly [Piece, readonly T[]])[] | null {
  if (!(file instanceof PiecedFile)) return null;
  const { pieces, owner } = file;
  const known = before(file, check, program);
  const { head, oldEnd, newEnd } = changedPart(known?.pieces ?? [], pieces);
  const found = new Map(known?.found);
  for (let i = head; i < oldEnd; i++) found.delete(known?.pieces[i] as Piece);
  for (let i = head; i < newEnd; i++) {
    const piece = pieces[i] as Piece;
    const own = check.find(program, file, piece, i);
    if (own.length > 0) found.set(piece, own);
  }
  const checks = kept.get(owner) ?? new Map<string, Kept<unknown>>();
  kept.set(owner, checks.set(check.name, { token: check.token(program), pieces, found }));
  return [...found].sort(([a], [b]) => a.origin.at - b.origin.at);
}

/** The problems of a check whose offsets are relative to the piece. */
export function problemsIn(program: Program, file: FileModel, check: PieceCheck<Problem>): Problem[] | null {
  return inPieces(program, file, check)?.flatMap(([piece, problems]) => moved(problems, piece.origin.at)) ?? null;
}

const ALWAYS = {};
/** The token of checks that depend only on the piece. */
export const always = (): object => ALWAYS;

const none = new WeakMap<object, Set<string>>();

/** Results that depend only on the shape of a program: if there were none, the search is not repeated. */
export function unlessNone<T>(program: Program, file: FileModel, name: string, find: () => readonly T[]): readonly T[] {
  const key = `${name} ${file.uri}`;
  const known = none.get(program.shape) ?? new Set<string>();
  if (known.has(key)) return [];
  const found = find();
  if (found.length === 0) none.set(program.shape, known.add(key));
  return found;
}
