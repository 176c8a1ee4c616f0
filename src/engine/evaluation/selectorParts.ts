/** The conditions and rankings of a compiled selector, with their places. */
import type { NodeId } from '../../core/util/ids.js';
import type { Selection, Selector } from '../../language/generated/society.js';
import type { Report } from '../model/faults.js';
import type { Formula, Select } from '../model/formulaTypes.js';
import { PICKED, rankOf, select } from './selectors.js';

/** The parts of a selector that read many agents: its conditions, and the rankings that it picks by. */
interface SelectorParts {
  readonly conditions: readonly Pick<Formula, 'at' | 'source'>[];
  readonly rankings: readonly Pick<Formula, 'at' | 'source'>[];
  /** The most agents that it gives, and what it chooses them from, without its conditions. */
  readonly most: number;
  readonly of: Select;
}

/** The parts of a compiled selector, with their places. */
export function selectorParts({ at, source }: Select): SelectorParts {
  return partsIn(/^[[{]/.test(source) ? (JSON.parse(source) as Selector) : source, at);
}

function partsIn(source: Selector, at: NodeId): SelectorParts {
  const none: Report = () => {};
  if (typeof source === 'string') {
    const picked = pickedIn(source, at);
    return { conditions: [], ...picked, of: select(picked.most < Infinity ? 'all' : source, at, none) };
  }
  if (Array.isArray(source)) return { conditions: [], rankings: [], most: Infinity, of: select(source as Selector, at, none) };
  const { of, if: test, pick } = source as Selection;
  const inner = partsIn(of ?? 'all', `${at}.of`);
  const picked = pick === undefined ? { rankings: [], most: Infinity } : pickedIn(pick, `${at}.pick`);
  const conditions = test === undefined ? [] : [{ at: `${at}.if`, source: String(test) }];
  return {
    conditions: [...inner.conditions, ...conditions],
    rankings: [...inner.rankings, ...picked.rankings],
    most: Math.min(inner.most, picked.most),
    of: inner.of,
  };
}

function pickedIn(word: string, at: NodeId): Pick<SelectorParts, 'rankings' | 'most'> {
  const [, how, count, by] = PICKED.exec(word.trim()) ?? [];
  if (how === undefined) return { rankings: [], most: Infinity };
  return { rankings: by === undefined ? [] : [{ at, source: rankOf(by.trim()) }], most: Number(count) };
}
