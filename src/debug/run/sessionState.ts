/** How a session comes to its run: it starts it, with or without stopping, joins or opens it, or makes it as a fork. */
export type SessionOrigin = 'launched' | 'free' | 'guest' | 'forked';

/** Through which a session goes, forward only. */
const PHASES = ['new', 'launching', 'running', 'ended'] as const;

type Phase = (typeof PHASES)[number];

export class Phases {
  #now: Phase = 'new';

  get now(): Phase {
    return this.#now;
  }

  /** False when the session has been there, or further, already. */
  moveTo(phase: Phase): boolean {
    if (PHASES.indexOf(phase) <= PHASES.indexOf(this.#now)) return false;
    this.#now = phase;
    return true;
  }
}
