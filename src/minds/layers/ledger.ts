/**
 * The ledger of a run: calls, tokens and money, spent and allowed. Before a call its worst case is reserved, afterwards the
 * real cost is booked, so that concurrent calls cannot exceed a limit. If a call does not fit only because of the
 * reservations of others, it waits for them; otherwise the budget is reached, and nothing more is sent.
 */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { Purpose } from '../../core/events/events.js';
import { BUDGET_REACHED, MindFault } from '../../engine/model/mind.js';
import { cancelledFault } from './layer.js';

export interface Spent {
  readonly calls: number;
  readonly input: number;
  readonly output: number;
  /** Tokens of `input` that servers had from earlier calls; absent if none. */
  readonly cached?: number;
  readonly money: number;
  /** Calls for which the server reported no tokens; their worst case is booked. */
  readonly unsure: number;
}

/** The limits; an absent value is not limited. */
export interface Limits {
  readonly calls?: number | undefined;
  readonly tokens?: number | undefined;
  readonly money?: { readonly amount: number; readonly currency: string } | undefined;
}

/** The cost of one call, in tokens and money. */
export interface Cost {
  readonly input: number;
  readonly output: number;
  readonly cached?: number;
  readonly money: number;
}

/**
 * The purpose of a call: its question's purpose, a replay outside the run that shows the effect of a change, or a test question that shows
 * whether the server still has the same model.
 */
export type BookedFor = Purpose | 'what if' | 'canary';

/** The names under which a call is booked. */
export interface About {
  readonly mind: string;
  /** '' for a speaker outside the society. */
  readonly agent: string;
  readonly purpose: BookedFor;
  readonly round: number;
  /** The currency of the price; '' if the price is unknown. */
  readonly currency: string;
  /** Node of the file, or the phase if there is none. */
  readonly node: string;
}

/** All calls of one kind. */
export interface LedgerEntry extends About {
  readonly spent: Spent;
}

/**
 * A reserved worst case. It is settled once: with the real cost, or with null for the whole reservation. `sure` is false if
 * the server did not report the cost.
 */
export interface Reservation {
  /** The reserved cost. */
  readonly most: Cost;
  settle(cost: Cost | null, sure?: boolean): void;
  /** Gives the reservation back for a call that was not sent. */
  release(): void;
}

/** A log of calls. */
export interface CallLog {
  /** Resolves after a call with this worst case is recorded and can be sent, with a function that records the real cost. */
  sent(about: About, worst: Cost): Promise<(taken: Cost, sure: boolean) => void>;
}

export const NOTHING: Spent = { calls: 0, input: 0, output: 0, money: 0, unsure: 0 };

/** Tolerance of comparisons of money. */
const DUST = 1e-9;

/** The remaining tokens and money; infinite without a limit. */
export interface Room {
  readonly tokens: number;
  readonly money: number;
}

/** A smaller cost for a call if the budget does not allow the full cost; null if the call cannot be smaller. */
type Shorter = (room: Room) => Cost | null;

interface Waiting {
  readonly cost: Cost;
  readonly shorter: Shorter;
  readonly about: About;
  readonly go: (hold: Reservation) => void;
  readonly no: (fault: MindFault) => void;
}

export class Ledger {
  #limits: Limits;
  #spent: Spent = NOTHING;
  #held = { calls: 0, tokens: 0, money: 0 };
  #reached: MindFault | null = null;
  readonly #waiting = new Set<Waiting>();
  readonly #booked = new Map<string, LedgerEntry>();

  constructor(limits: Limits = {}) {
    this.#limits = limits;
  }

  get limits(): Limits {
    return this.#limits;
  }

  /** All booked costs, without calls in progress. */
  get spent(): Spent {
    return this.#spent;
  }

  /** Number of calls in progress. */
  get out(): number {
    return this.#held.calls;
  }

  /** The fault that stops all calls, or null. */
  get reached(): MindFault | null {
    return this.#reached;
  }

  /** All booked entries, by mind, agent, purpose, round and node. */
  booked(): readonly LedgerEntry[] {
    return [...this.#booked.values()];
  }

  /** The booked costs by each name of a kind, such as each agent. */
  by(kind: keyof About): ReadonlyMap<string, Spent> {
    const found = new Map<string, Spent>();
    for (const one of this.#booked.values()) {
      const name = String(one[kind]);
      found.set(name, sum(found.get(name) ?? NOTHING, one.spent));
    }
    return found;
  }

  /** Continues from the costs of the earlier part of a run, with their names as far as they are known. */
  begin(spent: Spent, booked: readonly LedgerEntry[] = []): void {
    this.#spent = sum(this.#spent, spent);
    for (const one of booked) this.#book(one, one.spent);
  }

  /** New limits, for example raised by the user; a run whose budget was reached can continue. */
  limit(limits: Limits): void {
    this.#limits = limits;
    this.#reached = null;
    this.#serve();
  }

  /** Whether tokens or money are limited. */
  get isTight(): boolean {
    return this.#limits.tokens !== undefined || this.#limits.money !== undefined;
  }

  /**
   * Reserves the worst case of one call: the cost, or a smaller one if no call is in progress and the budget does not allow
   * more. Rejects if the budget is reached or the token is cancelled.
   */
  hold(cost: Cost, about: About, token: CancellationToken, shorter: Shorter = () => null): Promise<Reservation> {
    if (token.isCancellationRequested) return Promise.reject(cancelledFault());
    return new Promise((resolve, reject) => {
      const one: Waiting = {
        cost,
        shorter,
        about,
        go: (hold) => {
          listener.dispose();
          resolve(hold);
        },
        no: (fault) => {
          listener.dispose();
          reject(fault);
        },
      };
      const listener = token.onCancellationRequested(() => {
        if (this.#waiting.delete(one)) one.no(cancelledFault());
      });
      this.#waiting.add(one);
      this.#serve();
    });
  }

  /** Reserves the worst case of one call if it fits now and no call waits; otherwise null. */
  holdNow(cost: Cost, about: About): Reservation | null {
    return this.#reached || this.#waiting.size > 0 || this.#over(cost) !== null ? null : this.#open(cost, about);
  }

  #serve(): void {
    for (const one of this.#waiting) {
      const over = this.#reached ? null : this.#over(one.cost);
      const less = over !== null && this.#held.calls === 0 ? one.shorter(this.#room()) : null;
      const cost = less && this.#over(less) === null ? less : over === null ? one.cost : null;
      if (!this.#reached && cost) {
        this.#waiting.delete(one);
        one.go(this.#open(cost, one.about));
        continue;
      }
      // A call in progress may give back tokens and money, but never a call.
      if (over !== null && over !== 'calls' && this.#held.calls > 0) return;
      this.#reached ??= reachedFault(this.#limits, this.#spent, this.#held.calls, over!);
      this.#waiting.delete(one);
      one.no(this.#reached);
    }
  }

  /** The limit that this call could exceed, or null. */
  #over({ input, output, money }: Cost): keyof Limits | null {
    const { calls = Infinity, tokens = Infinity, money: most } = this.#limits;
    const [spent, held] = [this.#spent, this.#held];
    if (spent.calls + held.calls + 1 > calls) return 'calls';
    if (spent.input + spent.output + held.tokens + input + output > tokens) return 'tokens';
    if (most && spent.money + held.money + money > most.amount + DUST) return 'money';
    return null;
  }

  #room(): Room {
    const { tokens = Infinity, money } = this.#limits;
    const { input, output, money: paid } = this.#spent;
    return { tokens: tokens - input - output - this.#held.tokens, money: (money?.amount ?? Infinity) - paid - this.#held.money };
  }

  #open(cost: Cost, about: About): Reservation {
    this.#put(cost, 1);
    let open = true;
    return {
      most: cost,
      release: () => {
        if (!open) return;
        open = false;
        this.#put(cost, -1);
        this.#serve();
      },
      settle: (taken, sure = taken !== null) => {
        if (!open) return;
        open = false;
        this.#put(cost, -1);
        const { input, output, cached, money } = taken ?? cost;
        const entry: Spent = { calls: 1, input, output, ...(cached ? { cached } : {}), money, unsure: sure ? 0 : 1 };
        this.#spent = sum(this.#spent, entry);
        this.#book(about, entry);
        this.#serve();
      },
    };
  }

  #book(about: About, entry: Spent): void {
    const { mind, agent, purpose, round, node, currency } = about;
    const key = [mind, agent, purpose, round, node, currency].join('\n');
    this.#booked.set(key, { mind, agent, purpose, round, node, currency, spent: sum(this.#booked.get(key)?.spent ?? NOTHING, entry) });
  }

  #put({ input, output, money }: Cost, sign: 1 | -1): void {
    const held = this.#held;
    const calls = held.calls + sign;
    // Removes rounding errors of fractions when no call is in progress.
    this.#held =
      calls === 0
        ? { calls: 0, tokens: 0, money: 0 }
        : { calls, tokens: held.tokens + sign * (input + output), money: held.money + sign * money };
  }
}

export const sum = (a: Spent, b: Spent): Spent => ({
  calls: a.calls + b.calls,
  input: a.input + b.input,
  output: a.output + b.output,
  ...(a.cached || b.cached ? { cached: (a.cached ?? 0) + (b.cached ?? 0) } : {}),
  money: a.money + b.money,
  unsure: a.unsure + b.unsure,
});

/** Money as text: cents, and more digits for smaller sums. */
export const moneyText = (amount: number, currency: string): string =>
  `${amount === 0 || amount >= 1 ? amount.toFixed(2) : amount.toPrecision(2)} ${currency}`;

function reachedFault({ calls, tokens, money }: Limits, spent: Spent, out: number, over: keyof Limits): MindFault {
  const used = spent.input + spent.output;
  const words =
    over === 'calls'
      ? `${spent.calls + out} of ${calls} calls are used`
      : over === 'tokens'
        ? `${used} of ${tokens} tokens are used, and the next call could take more than the rest`
        : `${moneyText(spent.money, money!.currency)} of ${moneyText(money!.amount, money!.currency)} are spent, and the next call could cost more than the rest`;
  return new MindFault(
    BUDGET_REACHED,
    `The budget is reached: ${words}. What was answered is kept. Go on with a higher budget, or with the built-in mind.`,
  );
}
