/** What a reader of another tool's file makes of it, before ids are given and the society is written. */
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { Persona } from '../../../language/generated/society.js';

/** A file as text. */
export interface SourceFile {
  /** Its name without folders, for people. */
  readonly name: string;
  readonly text: string;
}

/** Fields of a persona as they are gathered. */
export type Fields = { -readonly [Key in keyof Persona]: Persona[Key] };

/** A person of a source. */
export interface Person {
  readonly file: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** Which one of its file, from 0. */
  readonly row: number;
  /** What relations of the source call them: row, id, name, handle. */
  readonly keys: readonly string[];
  /** Names and handles that could identify a real person: pseudonyms replace them. */
  readonly known: { readonly full?: string; readonly parts: readonly string[]; readonly handles: readonly string[] };
  /** The id that a society had for them, where this one is from an export. */
  readonly id?: string | undefined;
  fields: Fields;
  /** What has no field, as it was. */
  extra: JsonObject;
  /** Only for `extends`: takes no part in anything. */
  readonly fragment?: true;
  /** An end of relations: the same as the person that another file names by one of its keys. */
  readonly node?: true;
}

/** A relation of a source. Its ends are keys of people. */
export interface Relation {
  readonly file: string;
  readonly line: number;
  /** Network that it belongs to, as the source calls it. */
  readonly network: string;
  readonly from: string;
  readonly to: string;
  /** Holds both ways. */
  readonly both: boolean;
  /** As it is in the source. */
  readonly weight: number | null;
  /** What the weights of the network run up to, where the format says so. */
  readonly most?: number;
  /** Told to the first end, as a memory of the second; with `both` also the other way round. */
  readonly story?: string;
  /** What else the source says of it. */
  readonly extra: JsonObject;
}

/** What a source says of how things go. */
export interface Setting {
  /** Its name in the source. */
  readonly name: string;
  readonly premise?: string;
  readonly rounds?: number;
  readonly world?: { readonly use: string; readonly with?: JsonObject };
  /** What each takes for a goal, in the order of the people. */
  readonly goals?: readonly string[];
  /** What those who have a role want and keep to themselves, by the role. */
  readonly byRole?: { readonly goals: Json | undefined; readonly secrets: Json | undefined };
  readonly extra: JsonObject;
}

export interface Draft {
  readonly people: readonly Person[];
  readonly relations: readonly Relation[];
  readonly settings: readonly Setting[];
  /** What belongs to nobody and to no setting. */
  readonly extra: { readonly [key: string]: Json };
}

export const nothing: Draft = { people: [], relations: [], settings: [], extra: {} };
