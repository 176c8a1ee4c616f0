/** The size of a large export, and the time that it takes, before it is written. */
import { t } from '../../core/util/l10n.js';
import type { ExpectedSize, TableChoice } from '../../exchange/index.js';
import type { MachineMemory } from '../../node/machine.js';
import { estimateRoom } from '../../runs/index.js';
import { aside, plural } from '../terminal/output.js';

/** Rows from which it is printed. */
export const MANY = 1_000_000;

/** Prints it for a file of a run. Rejects where what is held until it is written cannot fit into memory. */
export async function announceSize(to: string, expected: ExpectedSize | null, machine: MachineMemory): Promise<void> {
  if (!expected || expected.rows < MANY) return;
  const { fitOf, sizeWords, timeWords } = await estimateRoom();
  const { bytes, seconds, heap } = expected;
  aside(t('{0}: about {1}, {2} of a processor\n', to, sizeWords(bytes), timeWords(seconds)));
  const { kind } = fitOf({ memory: machine.used + heap, heap }, machine, true);
  if (kind === 'fits') return;
  const message = t(
    '`{0}` holds the whole network until it is written, which takes about {1} of memory. Use `graphml`, `gexf` or `edges`, which are written piece by piece, or set NODE_OPTIONS=--max-old-space-size={2} where there is so much memory.',
    ...[to, sizeWords(heap), Math.ceil((1.5 * heap) / 1e9) * 1000],
  );
  if (kind === 'never') throw new Error(message);
  aside(`${message}\n`);
}

/** The words for the tables of a run. Rows of crowds were measured: most are ties. `--tables` leaves them out. */
export async function tableWords(id: string, rows: number, form: TableChoice['form']): Promise<string> {
  const { sizeWords, timeWords } = await estimateRoom();
  const { bytes, time } = ROW[form];
  return t(
    '{0}: about {1}, {2}, {3} of a processor. --tables chooses fewer tables; Ctrl+C stops.\n',
    ...[id, plural(Math.round(rows / 10_000) * 10_000, 'row'), sizeWords(rows * bytes), timeWords((rows * time) / 1e6)],
  );
}

/**
 * Bytes and microseconds of a processor for a row of a crowd, with Node 20: of a town of 100,000 agents and 400,000 ties over 20 rounds, and of
 * epidemics among 200,000 and 1,000,000 agents with 800,000 and 4,000,000 ties over 10 and 5 rounds. The tables are written piece by piece.
 */
const ROW: { readonly [F in TableChoice['form']]: { readonly bytes: number; readonly time: number } } = {
  csv: { bytes: 55, time: 1.3 },
  parquet: { bytes: 3, time: 3.4 },
};
