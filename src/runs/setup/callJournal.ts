/**
 * Records the calls of a run, each before it is sent: the folder knows of every paid call, whenever the process
 * is killed.
 */
import {
  type About,
  type BatchLog,
  type CallLog,
  type Cost,
  type EarlierBatch,
  type Ledger,
  type LedgerEntry,
  NOTHING,
  type Spent,
  sum,
} from '../../minds/index.js';
import { MindFault } from '../../engine/index.js';
import {
  BATCHES,
  type BatchKnown,
  begunLine,
  CALLS,
  callsById,
  callsIn,
  type CallsKnown,
  earlierLine,
  type FolderFiles,
  readBatches,
  type RunFolder,
  sentLine,
  settledLine,
  uploadedLine,
} from '../../trace/index.js';

/** Adds lines to the calls of a folder; resolves when they are written. */
type WriteCalls = (lines: string) => Promise<void>;

/** The calls of one session, with its numbering. Before it is opened, and where there is no folder, nothing is written. */
export class CallJournal implements CallLog, BatchLog {
  readonly #sitting = crypto.randomUUID().slice(0, 8);
  #sent = 0;
  #jobs = 0;
  #write: WriteCalls | null = null;
  #writeBatch: WriteCalls | null = null;
  #others: Others | null = null;
  #known: readonly (EarlierBatch & Pick<BatchKnown, 'mind'>)[] = [];
  /** Calls of earlier processes in batches, which this one settles. */
  #adopted: ReadonlySet<string> = new Set();
  #leavesBatches = false;

  open(write: WriteCalls): void {
    this.#write = write;
  }

  /** Calls that other processes write into the folder are booked too, such as interviews: the folder is checked as calls are sent. */
  async hear(files: Pick<FolderFiles, 'read' | 'open'>, ledger: Ledger, now?: () => number): Promise<void> {
    const isOwn = (call: string): boolean => call.startsWith(`${this.#sitting}-`) || this.#adopted.has(call);
    const others = new Others(files, ledger, isOwn, now);
    await others.know();
    this.#others = others;
  }

  async sent(about: About, most: Cost): Promise<(taken: Cost, sure: boolean) => void> {
    const call = `${this.#sitting}-${++this.#sent}`;
    await this.#others?.look();
    await this.#write?.(sentLine(call, about, spentOnCall(most, false)));
    return (taken, sure) => this.#settle(call, spentOnCall(taken, sure));
  }

  #settle(call: string, took: Spent): void {
    // The writer keeps the failure, and reports it at the next call.
    this.#write?.(settledLine(call, took)).catch(() => undefined);
  }

  /** Batches are written too, and those of earlier processes are read. Their calls are in the ledger already, with their recorded cost. */
  async openBatches(write: WriteCalls, files: Pick<FolderFiles, 'read' | 'open'>, ledger: Ledger | undefined): Promise<void> {
    this.#writeBatch = write;
    const batches = readBatches((await files.read(BATCHES)) ?? '');
    if (batches.length === 0) return;
    const calls = new Map(await callsById<About>(files));
    this.#adopted = new Set(batches.flatMap(({ entries }) => entries.map(([, call]) => call)));
    const settle = (call: string, cost: Cost | null, sure: boolean): void => {
      const known = calls.get(call);
      if (!known?.about) return;
      const took = spentOnCall(cost ?? known.took, sure);
      const change = less(took, known.took);
      calls.set(call, { ...known, took });
      ledger?.begin(change, [{ ...known.about, spent: change }]);
      this.#settle(call, took);
    };
    this.#known = batches.map(({ entries, ...batch }) => ({
      ...batch,
      entries: entries.map(([id, call]) => ({
        id,
        most: calls.get(call)?.took ?? NOTHING,
        settle: (cost, sure) => settle(call, cost, sure),
      })),
    }));
  }

  earlier(mind: string): readonly EarlierBatch[] {
    return this.#known.filter((batch) => batch.mind === mind);
  }

  async uploaded(
    { mind, file }: Parameters<BatchLog['uploaded']>[0],
    entries: Parameters<BatchLog['uploaded']>[1],
  ): ReturnType<BatchLog['uploaded']> {
    const job = `${this.#sitting}-b${++this.#jobs}`;
    const calls = entries.map(() => `${this.#sitting}-${++this.#sent}`);
    const lines = entries.map(({ about, most }, i) => sentLine(calls[i]!, about, spentOnCall(most, false)));
    await this.#others?.look();
    await this.#write?.(lines.join(''));
    await this.#writeBatch?.(uploadedLine({ job, mind, file, entries: entries.map(({ id }, i) => [id, calls[i]!]) }));
    return { job, settle: calls.map((call) => (taken, sure) => this.#settle(call, spentOnCall(taken, sure))) };
  }

  async begun(job: string, batch: string): Promise<void> {
    await this.#writeBatch?.(begunLine(job, batch));
  }

  get leavesBatches(): boolean {
    return this.#leavesBatches;
  }

  /** From here on, batches continue when the run stops, and the run finds them when it continues. */
  leaveBatches(): void {
    this.#leavesBatches = true;
  }
}

const spentOnCall = ({ input, output, money }: Cost, sure: boolean): Spent => ({ calls: 1, input, output, money, unsure: sure ? 0 : 1 });

/** Milliseconds between two checks for calls of other processes. */
const LOOK_MS = 1_000;

/** The calls that other processes add to a folder while a run is under way. */
class Others {
  #known: readonly CallsKnown<About>[] = [];
  #looked = Number.NEGATIVE_INFINITY;
  #isLooking = false;

  constructor(
    readonly files: Pick<FolderFiles, 'read' | 'open'>,
    readonly ledger: Ledger,
    readonly isOwn: (call: string) => boolean,
    readonly now = (): number => performance.now(),
  ) {}

  /** Reads the calls that are there already; the ledger has them. */
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
    return callsIn<About>(this.files, this.isOwn);
  }
}

/** What the journal of a run needs. */
interface Booking {
  readonly files: FolderFiles;
  readonly book?: CallJournal | undefined;
  readonly ledger?: Ledger | undefined;
  readonly from?: { readonly calls: readonly unknown[] } | undefined;
}

/** Starts to write calls to the folder; first the spending in the ledger, for a run that an older version kept. */
export async function openBook(folder: RunFolder, booking: Booking): Promise<void> {
  const earlier = earlierLines(booking);
  if (earlier !== '' && !(await booking.files.read(CALLS))) await folder.calls(earlier);
  booking.book?.open((lines) => folder.calls(lines));
  await booking.book?.openBatches((line) => folder.batch(line), booking.files, booking.ledger);
  if (booking.ledger) await booking.book?.hear(booking.files, booking.ledger);
}

/** The same for a run that does not continue; `closed` resolves when it has released its folder. */
export function bookBeside(booking: Booking, closed: Promise<void> = Promise.resolve()): CallsBeside {
  const beside = new CallsBeside(booking.files, closed, earlierLines(booking));
  booking.book?.open(beside.write);
  return beside;
}

/** The spending from before calls were recorded, as the first lines. */
function earlierLines({ ledger, from }: Booking): string {
  if (!ledger || from?.calls.length !== 0 || ledger.spent.calls === 0) return '';
  const named = ledger.booked().map(({ spent, ...about }): CallsKnown<About> => ({ about, took: spent }));
  const rest = less(ledger.spent, named.map(({ took }) => took).reduce(sum, NOTHING));
  return [...named, { about: null, took: rest }]
    .filter(({ took }) => took.calls > 0)
    .map(earlierLine)
    .join('');
}

/** What is left of an amount without a part of it. */
export const less = (all: Spent, part: Spent): Spent => ({
  calls: all.calls - part.calls,
  input: all.input - part.input,
  output: all.output - part.output,
  money: all.money - part.money,
  unsure: all.unsure - part.unsure,
});

/** The sum of the lines of a folder, in all and by name. */
export function bookedOnCalls(calls: readonly CallsKnown<About>[]): { readonly spent: Spent; readonly booked: readonly LedgerEntry[] } {
  const booked = calls.flatMap(({ about, took }): LedgerEntry[] => (about ? [{ ...about, spent: took }] : []));
  return { spent: calls.map(({ took }) => took).reduce(sum, NOTHING), booked };
}

/** Calls outside of a run that is not under way here, such as interviews. A call that cannot be recorded is not sent. */
export class CallsBeside {
  #last: Promise<void>;
  #failure: unknown = null;

  /** `free` resolves when no other code writes to the folder through these files. `earlier`: lines to write before the first. */
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
      throw new MindFault('cannot-record', `Nothing was sent, because the call cannot be recorded. ${unkept(error)}`);
    });
  };

  /** Resolves when all lines are written; rejects where one could not be written. */
  async done(): Promise<void> {
    await this.#last;
    if (this.#failure !== null) throw this.#failure;
  }

  /** A partial line at the end gets a line break. The file is closed each time, because another process may move it. */
  async #append(lines: string): Promise<void> {
    const before = (await this.files.read(CALLS)) ?? '';
    const begin = before === '' ? this.earlier : before.endsWith('\n') ? '' : '\n';
    await this.files.append(CALLS, begin + lines);
    await this.files.close?.();
  }
}

// Errors of writing a run, as text for the user.

/** An error as text for the user: what happened and what to do, without a stack trace. */
export function words(error: unknown): string {
  const { code, message, path, syscall } = error as { code?: string; message?: string; path?: string; syscall?: string };
  if (syscall === 'mkdir' && code !== 'ENOSPC' && path)
    return `The folder ${path} cannot be made${code === 'ENOTDIR' || code === 'EEXIST' ? ': a file is in its place' : ''}. Choose another folder.`;
  if (code === 'ENOSPC')
    return 'The disk is full. Free some space and continue the run, on the command line with `--resume`: what was written so far is kept.';
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `The run cannot be written${path ? ` to ${path}` : ''}: the folder is read-only. Choose another folder for runs.`;
  return message ?? String(error);
}

/** The same for a run that could not be written, for any error of the system. */
export function unkept(error: unknown): string {
  const { code = '' } = error as { code?: string };
  if (code === 'ENOENT') return 'The folder of the run was moved or deleted while it ran, so the run could not be kept. Run again.';
  const known = words(error);
  if (known !== (error as Error).message || !/^E[A-Z]+$/.test(code)) return known;
  return `The run could not be written (${code}). Check the disk and the folder of the run, and continue: what was written so far is kept.`;
}
