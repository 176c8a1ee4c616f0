/**
 * What a run costs, for the views: summed again when a view asks, but in no more than a twentieth of the time. The forecast
 * is computed in the background and added when it is ready.
 */
import type { CostSource, Forecast, LiveRun } from '../../runs/index.js';
import type { PanelCost } from '../../protocol/panelRequests.js';

/** Times as long as a sum takes until it is made again. */
const REST = 20;

export type Sum = (source: CostSource) => PanelCost | null;

export class RunCost {
  #shown: PanelCost | null = null;
  #state = '';
  #forecast: Forecast | null = null;
  #next = 0;

  constructor(
    readonly live: LiveRun,
    readonly of: Pick<CostSource, 'resolved' | 'ledger' | 'egress'>,
    readonly sum: Sum,
  ) {}

  /** The forecast is there. */
  expect(forecast: Forecast | null): void {
    this.#forecast = forecast;
    this.#next = 0;
  }

  /** It is summed again at the next request. */
  renew(): void {
    this.#next = 0;
  }

  /** The same object until it changes; null where no language model is asked. */
  get current(): PanelCost | null {
    if (this.of.egress.length === 0) return null;
    const { state, timeline, model } = this.live;
    const began = performance.now();
    if (state === this.#state && began < this.#next) return this.#shown;
    const place = this.#isOpen(state) ? { rounds: model.rounds, round: timeline.head.round } : null;
    this.#shown = this.sum({ model, ...this.of, forecast: this.#forecast, place });
    this.#state = state;
    const now = performance.now();
    this.#next = now + REST * (now - began);
    return this.#shown;
  }

  /** Whether more will be spent: not where the built-in mind answers in the place of models whose budget is reached. */
  #isOpen(state: string): boolean {
    return state === 'paused' || (state === 'running' && this.of.ledger.reached === null);
  }
}
