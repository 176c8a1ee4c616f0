/** Parts of an experiment that are played apart from each other, as by the tasks of a batch scheduler. */

/** Part `index` of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** `2/8`; throws with words where it is none. */
export function shardOf(text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (index === undefined || shard.index < 1 || shard.index > shard.of)
    throw new Error(`A shard is its number and how many there are, from 1, as in 1/8 … 8/8, not \`${text}\`.`);
  return shard;
}

/** Every `of`-th of a list: parts of one size, each with seeds of its own. */
export const partOf = <T>(all: readonly T[], { index, of }: Shard): readonly T[] => all.filter((_, i) => i % of === index - 1);

/** The folder of a part within that of its experiment. */
export const shardFolder = ({ index, of }: Shard): string => `shard-${index}-of-${of}`;
