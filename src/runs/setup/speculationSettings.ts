/** Which minds may be asked before their turn: by choice, or where it costs nothing. */
import { type AheadPort, type ScenarioModel, standIns, type Tally } from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';
import { isLanguageModel, priceOf, type Timing } from '../../minds/index.js';
import { nodeTiming } from './languageModelGuard.js';

/** `auto`: only models whose calls are free, so that an answer that is not used costs nothing. */
export const AHEAD = ['auto', 'on', 'off'] as const;
export type AheadChoice = (typeof AHEAD)[number];

/** Minds that may be asked ahead. Never one with a script or a person as a fallback: their answers are in order. */
export function askedAhead(society: Society, model: ScenarioModel, choice: AheadChoice): ReadonlySet<string> {
  const may = (id: string): boolean => {
    const specs = standIns(society, id).map((one) => society.models?.[one]);
    const kinds = standIns(society, id).map((one, i) => specs[i]?.kind ?? one);
    if (!isLanguageModel(kinds[0]!) || kinds.some((kind) => kind === 'human' || kind === 'scripted')) return false;
    return choice === 'on' || specs.every((spec) => isFree(priceOf(spec)));
  };
  return new Set(choice === 'off' ? [] : model.minds.map(({ id }) => id).filter(may));
}

const isFree = (price: ReturnType<typeof priceOf>): boolean => price !== null && price.input === 0 && price.output === 0;

/** What the engine needs to ask ahead. */
export const aheadPort = (
  minds: ReadonlySet<string>,
  tally: Tally,
  failed: (error: unknown) => void,
  { now, after }: Pick<Timing, 'now' | 'after'> = nodeTiming,
): AheadPort => ({ minds, tally, failed, now, later: (milliseconds, act) => void after(milliseconds, act) });

/** The results, as lines; empty where no question was asked ahead. */
export function aheadLine({ asked, used, wasted }: Tally, fault: string | null): string {
  const why = fault === null ? '' : `no longer asked ahead, which changes only the time: ${fault}\n`;
  if (asked === 0) return why;
  return `asked ahead: ${asked} ${asked === 1 ? 'question' : 'questions'}, ${used} of them used, ${wasted} not\n${why}`;
}
