/** Names of which very many are persons. What is to be said of a person is put together when it is asked for. */
import type { Named } from '../../expr/index.js';

/** Ids that are known, of which `keys` lists those that are written one by one. */
type Ids = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>;

export class NamesWithPeople extends Map<string, Named> {
  #people: { readonly ids: Ids; readonly named: (id: string) => Named } | null = null;
  readonly #made = new Map<string, Named>();

  /** Persons take the place of what has had their name before, and others may take theirs. */
  addPeople(ids: Ids, named: (id: string) => Named): void {
    for (const id of this.keys()) if (ids.has(id)) super.set(id, named(id));
    this.#people = { ids, named };
  }
  override get(id: string): Named | undefined {
    const known = super.get(id) ?? this.#made.get(id);
    if (known || !this.#people?.ids.has(id)) return known;
    const named = this.#people.named(id);
    this.#made.set(id, named);
    return named;
  }
  override has(id: string): boolean {
    return super.has(id) || (this.#people?.ids.has(id) ?? false);
  }
  override *[Symbol.iterator](): MapIterator<[string, Named]> {
    yield* super.entries();
    for (const id of this.#people?.ids.keys() ?? []) if (!super.has(id)) yield [id, this.get(id) as Named];
  }
  override *entries(): MapIterator<[string, Named]> {
    yield* this;
  }
  override *keys(): MapIterator<string> {
    yield* super.keys();
    for (const id of this.#people?.ids.keys() ?? []) if (!super.has(id)) yield id;
  }
}
