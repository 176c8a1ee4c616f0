/** Works comparisons out in a thread of its own: of ten thousand runs they take seconds, in which the editor has other things to do. */
import { ThreadPool } from '../../node/threadPool.js';
import { type Compared, comparisonsOf } from './compared.js';

type Compare = Parameters<typeof comparisonsOf>[0];

const SCRIPT = new URL('./experiments-comparer.mjs', import.meta.url);

/** Runs up to which they are worked out at once. */
const FEW = 60;

/** Rejects with words where no thread does it. */
export async function comparedAside({ experiment, arms, cells }: Compare, script = SCRIPT): Promise<readonly Compared[]> {
  if (cells.length <= FEW) return comparisonsOf({ experiment, arms, cells });
  const pool = new ThreadPool<Compare, readonly Compared[]>({ script, size: 1, data: null });
  try {
    const answered = await pool.ask({ experiment, arms, cells });
    if (!answered.ok) throw new Error(answered.message);
    return answered.answer;
  } finally {
    await pool.close();
  }
}
