/** Faults of formulas and prose, noted while a step is planned. A model holds the log, and with it each scope over the model. */
import type { NodeId } from '../../core/util/ids.js';
import type { ExprFault, Scope } from '../../expr/index.js';

/** A fault with the agent that it is about, and the text of the formula where that may say why a value is missing. */
export interface NotedFault {
  readonly fault: ExprFault;
  readonly agent: string | null;
  readonly source: string | undefined;
}

export type NotedFaults = ReadonlyMap<NodeId, NotedFault>;

/** Empty between steps: `plan` opens it, and makes events of what was noted. Nothing is noted while it is closed. */
export interface FaultLog {
  /** By place, in the order in which they were met; made with the first fault, for most steps have none. */
  open: { faults: Map<NodeId, NotedFault> | null } | null;
}

/** A scope that says where faults are noted of what is evaluated in it. */
export interface FormulaScope extends Scope {
  readonly faultLog: FaultLog;
}

export const closedFaultLog = (): FaultLog => ({ open: null });

/** Notes a fault; the first at a place stands for all. */
export function noteFault(log: FaultLog, at: NodeId, noted: NotedFault): void {
  const { open } = log;
  if (!open) return;
  open.faults ??= new Map();
  if (!open.faults.has(at)) open.faults.set(at, noted);
}

/** Does the work with the log open, and gives its result with what was noted in it. What was noted before stays. */
export function noting<T>(log: FaultLog, work: () => T): { readonly result: T; readonly noted: NotedFaults } {
  const outer = log.open;
  const own: NonNullable<FaultLog['open']> = { faults: null };
  log.open = own;
  try {
    const result = work();
    return { result, noted: own.faults ?? NONE };
  } finally {
    log.open = outer;
  }
}

const NONE: NotedFaults = new Map();
