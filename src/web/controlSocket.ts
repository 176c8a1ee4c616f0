/** Control of runs by other processes. No process reaches a browser, so its runs are controlled only in their window. */
import type { Json } from '../core/util/json.js';
import type { Answering, ControlSocket } from '../node/controlSocket.js';

export const listenIn = (_dir: string, _answer: Answering): Promise<ControlSocket> => Promise.resolve({ close: () => Promise.resolve() });

export const askProcess = (_dir: string, _request: Json): Promise<Json | null> => Promise.resolve(null);

export const controlledIn = (_folder: string): Promise<readonly string[]> => Promise.resolve([]);
