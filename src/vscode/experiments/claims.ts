/** The claims of one experiment of this window: their kept cards, and the verification that fills them row by row. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import { CancellationSource } from '../../core/util/lifecycle.js';
import type { ShownCard } from '../../protocol/claimCard.js';
import type { ExperimentClaims } from '../../protocol/experiment.js';
import type { ClaimCard } from '../../runs/claims/index.js';
import { rooms } from '../window/rooms.js';
import type { SessionPorts } from './session.js';
import { claimsHere, countHere, MOST_RUNS, verifyHere, type WantedClaims } from './verifyHere.js';

const NOTHING: ExperimentClaims = {
  ...{ claims: [], state: 'open', missing: 0, most: MOST_RUNS, done: 0, doing: null, isStale: false, problem: null },
};

export class ClaimCards implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #shown: ExperimentClaims = NOTHING;
  #stop: CancellationSource | null = null;
  /** The minds that speak, as text, since the runs were counted. */
  #speakers = '';
  /** Counts openings, so that only the last one is shown. */
  #opened = 0;

  readonly onDidChange = this.#changed.event;

  constructor(readonly ports: SessionPorts) {}

  get shown(): ExperimentClaims {
    return this.#shown;
  }

  get isVerifying(): boolean {
    return this.#stop !== null;
  }

  /** Reads the claims and their kept cards; plays nothing. A problem is shown in the page. */
  async open(): Promise<void> {
    if (this.isVerifying) return;
    const opened = ++this.#opened;
    try {
      const { claims, kept } = await claimsHere(await this.#wanted(), this.ports);
      if (opened !== this.#opened || this.isVerifying) return;
      const { translatedCard } = await (await rooms.runs()).claimsRoom();
      const cards = new Map(kept.cards.map((card) => [card.id, translatedCard(card)]));
      this.#tell({
        claims: claims.map(({ id, says }) => ({ id, says, card: cards.get(id) ?? null })),
        ...{ isStale: kept.isStale, state: 'open', missing: 0 },
      });
    } catch (error) {
      if (opened === this.#opened) this.#tell({ state: 'open', problem: errorText(error) });
    }
  }

  /** Counts the missing runs first, so that the page can say what is played; when that is shown, plays them. Nothing to play: goes on. */
  async verify(): Promise<void> {
    const { state } = this.#shown;
    if (state === 'open') await this.#count();
    if (state === 'counted' || (this.#shown.state === 'counted' && this.#shown.missing === 0)) await this.#play();
  }

  async #count(): Promise<void> {
    const opened = ++this.#opened;
    this.#tell({ state: 'counting', problem: null });
    try {
      const { missing, speakers } = await countHere(await this.#wanted(), this.ports);
      this.#speakers = speakers;
      if (opened === this.#opened) this.#tell({ state: 'counted', missing });
    } catch (error) {
      if (opened === this.#opened) this.#tell({ state: 'open', problem: errorText(error) });
    }
  }

  /** Settles when the verification ends, for any reason; errors are shown in the page. */
  async #play(): Promise<void> {
    if (this.isVerifying) return;
    const stop = new CancellationSource();
    this.#stop = stop;
    this.#tell({ state: 'verifying', done: 0, doing: null, problem: null });
    let isDeclined = false;
    let problem: string | null = null;
    try {
      const { shownCard, translatedCard } = await (await rooms.runs()).claimsRoom();
      const verified = await verifyHere(await this.#wanted(), this.ports, {
        token: stop.token,
        told: (doing) => this.#tell({ doing }),
        kept: () => this.#tell({ done: this.#shown.done + 1 }),
        shown: (cards) => this.#filled(cards, (card) => translatedCard(shownCard(card, this.#speakers))),
        declined: () => {
          isDeclined = true;
        },
      });
      problem = verified.problem;
    } catch (error) {
      if (!isDeclined) problem = errorText(error);
    }
    this.#stop = null;
    await this.open();
    this.#tell({ doing: null, problem: problem ?? this.#shown.problem });
  }

  /** Discards runs in progress; finished runs are kept. Before anything is played, goes back. */
  stop(): void {
    if (this.#shown.state === 'counted') return this.#tell({ state: 'open' });
    if (!this.#stop) return;
    this.#tell({ state: 'stopping' });
    this.#stop.cancel();
  }

  dispose(): void {
    this.#stop?.cancel();
    this.#changed.dispose();
  }

  /** What the experiment compares, and what its scenario is expected to show. */
  async #wanted(): Promise<WantedClaims> {
    const { uri, id, language } = this.ports;
    const resolved = await (await language.service()).resolve(uri.toString());
    return { uri, experiment: id, scenario: resolved.society.experiments?.[id]?.scenario ?? null };
  }

  #filled(cards: readonly ClaimCard[], shown: (card: ClaimCard) => ShownCard): void {
    const filled = new Map(cards.map((card) => [card.claim.id, shown(card)]));
    this.#tell({ claims: this.#shown.claims.map((one) => ({ ...one, card: filled.get(one.id) ?? one.card })) });
  }

  #tell(change: Partial<ExperimentClaims>): void {
    this.#shown = { ...this.#shown, ...change };
    this.#changed.fire();
  }
}
