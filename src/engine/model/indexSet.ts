/** Sets of agent indices. A set without gaps needs no memory for its members. */
import { indexAt, type Indices, placeOf } from '../../core/columns/indexText.js';

export interface IndexSet extends Iterable<number> {
  readonly size: number;
  has(index: number): boolean;
}

export const indexSet = (indices: Indices): IndexSet => ({
  size: indices.length,
  has: (index) => placeOf(indices, index) >= 0,
  *[Symbol.iterator]() {
    for (let i = 0; i < indices.length; i++) yield indexAt(indices, i);
  },
});
