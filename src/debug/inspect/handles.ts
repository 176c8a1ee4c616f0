/** Numbers with which a client asks for the children of items. Those of a stop are valid until the cursor moves. */
import type { Children } from './valueTree.js';

export class Handles {
  #next = 1;
  readonly #paused = new Map<number, Children>();
  readonly #lasting = new Map<number, Children>();

  /** A number for an item of this stop; 0 for nothing. */
  paused(children: Children | undefined): number {
    return this.#add(this.#paused, children);
  }

  /** A number for output of the console, which stays valid. */
  lasting(children: Children | undefined): number {
    return this.#add(this.#lasting, children);
  }

  get(handle: number): Children | undefined {
    return this.#paused.get(handle) ?? this.#lasting.get(handle);
  }

  /** Whether the items below a handle stay valid. */
  isLasting(handle: number): boolean {
    return this.#lasting.has(handle);
  }

  /** The cursor has moved. */
  reset(): void {
    this.#paused.clear();
  }

  #add(to: Map<number, Children>, children: Children | undefined): number {
    if (!children || children.length === 0) return 0;
    const handle = this.#next++;
    to.set(handle, children);
    return handle;
  }
}
