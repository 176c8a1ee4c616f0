/**
 * Writes down the calls of a run, each before it is sent: nothing is paid that its folder does not know of, whenever the process
 * is killed.
 */
import { randomUUID } from 'node:crypto';
import type { About, LedgerEntry, CallLog, Cost, Ledger, Spent } from '../../minds/index.js';
import { MindFault } from '../../engine/index.js';
import { sum, NOTHING } from '../../minds/index.js';
import { unkept } from './failureWords.js';
import {
  CALLS,
  type CallsKnown,
  earlierLine,
  type FolderFiles,
  callsIn,
  type RunFolder,
  sentLine,
  settledLine,
} from '../../trace/index.js';

/** Adds lines to the calls of a folder; resolves when they are there. */
type WriteCalls = (lines: string) => Promise<void>;

/** The calls of one sitting, numbered by it. Before it is opened, and where there is no folder, nothing is written. */
export class CallJournal implements CallLog {
  readonly #sitting = randomUUID().slice(0, 8);
  #sent = 0;
  #write: WriteCalls | null = null;
  #others: Others | null = null;

  open(write: WriteCalls): void {
    this.#write = write;
  }

  /** What others write into the folder is booked too, as interviews of another process: it is looked for as calls are sent. */
  async hear(files: Pick<FolderFiles, 'read' | 'open'>, ledger: Ledger, now?: () => number): Promise<void> {
    const others = new Others(files, ledger, `${this.#sitting}-`, now);
    await others.know();
    this.#others = others;
  }

  async sent(about: About, { input, output, money }: Cost): Promise<(taken: Cost, sure: boolean) => void> {
    const call = `${this.#sitting}-${++this.#sent}`;
    await this.#others?.look();
    await this.#write?.(sentLine(call, about, { calls: 1, input, output, money, unsure: 1 }));
    return (taken, sure) => {
      const { input, output, money } = taken;
      // Whoever writes keeps the failure, and says so when the next call wants to be written.
      this.#write?.(settledLine(call, { calls: 1, input, output, money, unsure: sure ? 0 : 1 })).catch(() => undefined);
    };
  }
}

/** Milliseconds after which it is looked again what others wrote. */
const LOOK_MS = 1_000;

/** The calls of a folder that others write down while a run goes on. */
class Others {
  #known: readonly CallsKnown<About>[] = [];
  #looked = Number.NEGATIVE_INFINITY;
  #isLooking = false;

  constructor(
    readonly files: Pick<FolderFiles, 'read' | 'open'>,
    readonly ledger: Ledger,
    readonly own: string,
    readonly now = (): number => performance.now(),
  ) {}

  /** What is there by now is known to the ledger. */
  async know(): Promise<void> {
    this.#known = await this.#read();
  }

  async look(): Promise<void> {
    if (this.#isLooking || this.now() - this.#looked < LOOK_MS) return;
    this.#looked = this.now();
    this.#isLooking = true;
    const calls = await this.#read().finally(() => (this.#isLooking = false));
    const fresh = calls.map(({ about, took }, i) => ({ about, took: less(took, this.#known[i]?.took ?? NOTHING) }));
    const { spent, booked } = bookedOnCalls(fresh);
    this.#known = calls;
    this.ledger.begin(
      spent,
      booked.filter((one) => Object.values(one.spent).some((value) => value !== 0)),
    );
  }

  async #read(): Promise<readonly CallsKnown<About>[]> {
    return callsIn<About>(this.files, this.own);
  }
}

/** What writing down the calls of a run takes. */
interface Booking {
  readonly files: FolderFiles;
  readonly book?: CallJournal | undefined;
  readonly ledger?: Ledger | undefined;
  readonly from?: { readonly calls: readonly unknown[] } | undefined;
}

/** Calls are written to the folder from now on; first what the purse knows of a run that was kept by an older version. */
export async function openBook(folder: RunFolder, booking: Booking): Promise<void> {
  const earlier = earlierLines(booking);
  if (earlier !== '' && !(await booking.files.read(CALLS))) await folder.calls(earlier);
  booking.book?.open((lines) => folder.calls(lines));
  if (booking.ledger) await booking.book?.hear(booking.files, booking.ledger);
}

/** The same of a run that goes on no more; `closed`: resolves when it has given its folder back. */
export function bookBeside(booking: Booking, closed: Promise<void> = Promise.resolve()): CallsBeside {
  const beside = new CallsBeside(booking.files, closed, earlierLines(booking));
  booking.book?.open(beside.write);
  return beside;
}

/** What a purse knows from before calls were written down, as lines to begin with. */
function earlierLines({ ledger, from }: Booking): string {
  if (!ledger || from?.calls.length !== 0 || ledger.spent.calls === 0) return '';
  const named = ledger.booked().map(({ spent, ...about }): CallsKnown<About> => ({ about, took: spent }));
  const rest = less(ledger.spent, named.map(({ took }) => took).reduce(sum, NOTHING));
  return [...named, { about: null, took: rest }]
    .filter(({ took }) => took.calls > 0)
    .map(earlierLine)
    .join('');
}

const less = (all: Spent, part: Spent): Spent => ({
  calls: all.calls - part.calls,
  input: all.input - part.input,
  output: all.output - part.output,
  money: all.money - part.money,
  unsure: all.unsure - part.unsure,
});

/** What the lines of a folder come to, in all and under their names. */
export function bookedOnCalls(calls: readonly CallsKnown<About>[]): { readonly spent: Spent; readonly booked: readonly LedgerEntry[] } {
  const booked = calls.flatMap(({ about, took }): LedgerEntry[] => (about ? [{ ...about, spent: took }] : []));
  return { spent: calls.map(({ took }) => took).reduce(sum, NOTHING), booked };
}

/** Calls beside a run that nobody goes on with here, as of interviews. Where one cannot be written down it is not sent. */
export class CallsBeside {
  #last: Promise<void>;
  #failure: unknown = null;

  /** `free`: resolves when nobody else writes to the folder through these files. `earlier`: lines that the first begin with. */
  constructor(
    readonly files: Pick<FolderFiles, 'read' | 'append' | 'close'>,
    free: Promise<void>,
    readonly earlier: string,
  ) {
    this.#last = free;
  }

  readonly write: WriteCalls = (lines) => {
    const done = this.#last.then(() => this.#append(lines));
    this.#last = done.catch((error: unknown) => void (this.#failure ??= error));
    return done.catch((error: unknown) => {
      throw new MindFault('cannot-record', `Nothing was sent, because the call cannot be written down. ${unkept(error)}`);
    });
  };

  /** Resolves when all is written; rejects where something could not be. */
  async done(): Promise<void> {
    await this.#last;
    if (this.#failure !== null) throw this.#failure;
  }

  /** A line that was cut off stays one of its own. The file is given back each time: others may want to move it. */
  async #append(lines: string): Promise<void> {
    const before = (await this.files.read(CALLS)) ?? '';
    const begin = before === '' ? this.earlier : before.endsWith('\n') ? '' : '\n';
    await this.files.append(CALLS, begin + lines);
    await this.files.close?.();
  }
}
