/** Parts of an experiment that are played separately, for example by the tasks of a batch scheduler. */

/** Part `index` of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** `2/8`; throws a message where it is not valid. */
export function shardOf(text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (index === undefined || shard.index < 1 || shard.index > shard.of)
    throw new Error(`Write a shard as its number, from 1, and the number of shards, as in 1/8 … 8/8, not \`${text}\`.`);
  return shard;
}

/** Every `of`-th run: parts of equal size. Runs with the same key are in one part, so that they are played, and paid for, once. */
export function partOf<T extends { readonly key: string }>(all: readonly T[], { index, of }: Shard): readonly T[] {
  const places = new Map<string, number>();
  for (const { key } of all) if (!places.has(key)) places.set(key, places.size);
  return all.filter(({ key }) => places.get(key)! % of === index - 1);
}

/** The folder of a part within that of its experiment. */
export const shardFolder = ({ index, of }: Shard): string => `shard-${index}-of-${of}`;
