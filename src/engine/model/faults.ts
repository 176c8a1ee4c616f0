/** What is wrong with a model or a step: problems that prevent a run, and faults of formulas and prose while a step is planned. */
import type { NodeId } from '../../core/util/ids.js';
import type { Slices } from '../../core/util/slices.js';
import type { ExprFault, Scope } from '../../expr/index.js';

// Faults of formulas and prose, noted while a step is planned. A model holds the log, and each scope over the model refers to it.

/** A fault with the agent that it is about, and the text of the formula if the text may explain a missing value. */
export interface NotedFault {
  readonly fault: ExprFault;
  readonly agent: string | null;
  readonly source: string | undefined;
  /** How many agents have it together. */
  readonly times?: number;
}

export type NotedFaults = ReadonlyMap<NodeId, NotedFault>;

/** Closed between steps. `plan` opens it, and makes events of the noted faults. A closed log notes nothing. */
export interface FaultLog {
  /** By place, in order of occurrence. Made with the first fault, because most steps have none. */
  open: { faults: Map<NodeId, NotedFault> | null } | null;
}

/** A scope with the log for faults of its formulas. */
export interface FormulaScope extends Scope {
  readonly faultLog: FaultLog;
}

export const closedFaultLog = (): FaultLog => ({ open: null });

/** Notes a fault. A place keeps its first fault only. */
export function noteFault(log: FaultLog, at: NodeId, noted: NotedFault): void {
  const { open } = log;
  if (!open) return;
  open.faults ??= new Map();
  if (!open.faults.has(at)) open.faults.set(at, noted);
}

/** Runs `work` with the log open. Returns its result, with the faults that were noted in it. Earlier faults stay in the log. */
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

/** The faults that long work notes. Each slice has the log open only while it runs, because the step may be planned again meanwhile. */
export function* notingEach(log: FaultLog, work: Slices<unknown>): Slices<NotedFaults> {
  const all = new Map<NodeId, NotedFault>();
  for (;;) {
    const { result, noted } = noting(log, () => work.next());
    for (const [at, fault] of noted) if (!all.has(at)) all.set(at, fault);
    if (result.done) return all;
    yield;
  }
}

/** Codes of problems. A problem without a code of its own has `cannot-run` as an error and `not-run` as a warning. */
type ModelCode =
  | 'cannot-run'
  | 'not-run'
  | 'name-twice'
  | 'answer-scale'
  | 'private-keeps-nothing'
  | 'document-many'
  | 'document-unheeded'
  | 'empty-network'
  | 'unsaid-field';

export interface ModelProblem {
  readonly severity: 'error' | 'warning';
  readonly at: NodeId;
  readonly message: string;
  readonly code?: ModelCode | undefined;
}

export type Report = (severity: ModelProblem['severity'], at: NodeId, message: string, code?: ModelCode) => void;
