/** What a browser offers: no environment, no threads of Node, no processes. */

export const PLATFORM: 'node' | 'web' = 'web';

export const program = (): string | null => null;

/** A browser has no variables of the environment. */
export const environment = (_name: string): string | undefined => undefined;

/** There are no processes. */
export const processId = (): number => 0;
