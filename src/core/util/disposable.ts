/** Life and death of things, shaped like the editor's own so that both are assignable. */

export interface Disposable {
  dispose(): void;
}

/** Disposes what it holds, once; what is pushed after that is disposed at once. */
export class Disposables implements Disposable {
  #items: Disposable[] | null = [];

  push<T extends Disposable>(item: T): T {
    if (this.#items) this.#items.push(item);
    else item.dispose();
    return item;
  }

  dispose(): void {
    const items = this.#items ?? [];
    this.#items = null;
    for (const item of items.reverse()) item.dispose();
  }
}
