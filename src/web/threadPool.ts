/** Worker threads. A browser has none with this engine, so callers work in their own thread. */
export class ThreadPool<Q, T> {
  constructor(readonly options: { readonly script: URL; readonly size: number; readonly data: unknown }) {
    throw new Error('There are no worker threads in a browser.');
  }

  ask(_question: Q): Promise<{ readonly ok: true; readonly answer: T } | { readonly ok: false; readonly message: string }> {
    return Promise.resolve({ ok: false, message: 'There are no worker threads in a browser.' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
