/** Who decides whether a call may act: the flags of the start, or the user for this call. Nothing that a run contains is read here. */
import type { Question, Tool } from './tool.js';

/** What the user allowed when the program was started. */
export interface Allowed {
  /** Runs, experiments and claims with minds that ask no model. */
  readonly costs: boolean;
  /** The same with language models, which may cost money. */
  readonly sends: boolean;
  readonly writes: boolean;
}

/** What an assistant has read so far in one session. */
export class Session {
  #hasWords = false;

  /** Whether a result had words of agents. From then on, flags of the start do not count: the user is asked for each call that acts. */
  get hasWords(): boolean {
    return this.#hasWords;
  }

  noteWords(): void {
    this.#hasWords = true;
  }
}

/** `ask`: the user decides, with the reason. */
type Permission = { readonly kind: 'granted' } | { readonly kind: 'ask'; readonly why: string };

const GRANTED: Permission = { kind: 'granted' };

/** The permission of a call. `question` is null where the call has no effect. */
export function permissionOf({ effect }: Pick<Tool, 'effect'>, question: Question | null, allowed: Allowed, session: Session): Permission {
  if (effect === 'reads' || question === null) return GRANTED;
  if (session.hasWords) return { kind: 'ask', why: 'The assistant has read words of agents, which can contain instructions.' };
  const isAllowed = effect === 'writes' ? allowed.writes : allowed.costs && (allowed.sends || !question.sends);
  if (isAllowed) return GRANTED;
  return {
    kind: 'ask',
    why: question.sends ? 'It asks language models.' : effect === 'writes' ? 'It changes a file.' : 'It takes computing time.',
  };
}
