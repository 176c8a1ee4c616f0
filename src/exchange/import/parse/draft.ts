/** The result of reading another tool's file, before ids are assigned and the society is written. */
import type { Json, JsonObject } from '../../../core/util/json.js';
import type { Persona } from '../../../language/generated/society.js';

/** A file as text. */
export interface SourceFile {
  /** Its display name, without folders. */
  readonly name: string;
  readonly text: string;
}

/** Fields of a persona that are being collected. */
export type Fields = { -readonly [Key in keyof Persona]: Persona[Key] };

/** A person of a source. */
export interface Person {
  readonly file: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** Index in its file, from 0. */
  readonly row: number;
  /** The keys by which relations of the source refer to the person: row, id, name, handle. */
  readonly keys: readonly string[];
  /** Names and handles that could identify a real person: pseudonyms replace them. */
  readonly known: { readonly full?: string; readonly parts: readonly string[]; readonly handles: readonly string[] };
  /** The id in the original society, if the file is an export of a society. */
  readonly id?: string | undefined;
  fields: Fields;
  /** Unmapped data, unchanged. */
  extra: JsonObject;
  /** Whether it is only a base for `extends` and does not take part. */
  readonly fragment?: true;
  /** Whether it is an end of relations: the same person as one in another file with the same key. */
  readonly node?: true;
}

/** A relation of a source. Its ends are keys of people. */
export interface Relation {
  readonly file: string;
  readonly line: number;
  /** The name of its network in the source. */
  readonly network: string;
  readonly from: string;
  readonly to: string;
  /** Whether it is mutual. */
  readonly both: boolean;
  /** The weight in the source. */
  readonly weight: number | null;
  /** The largest possible weight, if the format defines it. */
  readonly most?: number;
  /** A memory of the first end about the second; with `both` also the reverse. */
  readonly story?: string;
  /** Other data of the source. */
  readonly extra: JsonObject;
}

/** A setting of a source: premise, people, goals and rounds. */
export interface Setting {
  /** Its name in the source. */
  readonly name: string;
  readonly premise?: string;
  readonly rounds?: number;
  readonly world?: { readonly use: string; readonly with?: JsonObject };
  /** The goals of the people, in their order. */
  readonly goals?: readonly string[];
  /** Goals and secrets by role. */
  readonly byRole?: { readonly goals: Json | undefined; readonly secrets: Json | undefined };
  readonly extra: JsonObject;
}

export interface Draft {
  readonly people: readonly Person[];
  readonly relations: readonly Relation[];
  readonly settings: readonly Setting[];
  /** Data that belongs to no person and no setting. */
  readonly extra: { readonly [key: string]: Json };
}

export const nothing: Draft = { people: [], relations: [], settings: [], extra: {} };
