/** Works comparisons out in a thread of its own: of ten thousand runs they take seconds, in which the editor has other things to do. */
import type { CancellationToken } from '../../core/cancellation.js';
import { ThreadPool } from '../../node/threadPool.js';
import { type ComparedInParts, comparedInParts } from './withParts.js';

type Compare = Parameters<typeof comparedInParts>[0];

const SCRIPT = new URL('./experiments-comparer.mjs', import.meta.url);

/** Runs up to which they are worked out at once. */
const FEW = 60;

/** Rejects with words where no thread does it, or `token` ends it. */
export async function comparedAside(
  { experiment, arms, seeds, cells }: Compare,
  token: CancellationToken,
  script = SCRIPT,
): Promise<readonly ComparedInParts[]> {
  const compare = { experiment, arms, seeds, cells };
  if (cells.length <= FEW) return comparedInParts(compare);
  const pool = new ThreadPool<Compare, readonly ComparedInParts[]>({ script, size: 1, data: null });
  const stop = token.onCancellationRequested(() => void pool.close());
  try {
    const answered = await pool.ask(compare);
    if (!answered.ok) throw new Error(answered.message);
    return answered.answer;
  } finally {
    stop.dispose();
    await pool.close();
  }
}
