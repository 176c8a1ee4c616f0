/** How a session gets its run: it starts one, with or without stops, joins or opens one, or makes a fork. */
export type SessionOrigin = 'launched' | 'free' | 'guest' | 'forked';

/** The phases of a session. It only moves forward. */
const PHASES = ['new', 'launching', 'running', 'ended'] as const;

type Phase = (typeof PHASES)[number];

export class Phases {
  #now: Phase = 'new';

  get now(): Phase {
    return this.#now;
  }

  /** False when the session has been in this phase, or a later one, already. */
  moveTo(phase: Phase): boolean {
    if (PHASES.indexOf(phase) <= PHASES.indexOf(this.#now)) return false;
    this.#now = phase;
    return true;
  }
}
