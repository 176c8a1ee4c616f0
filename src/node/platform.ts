/** Where this program runs, and what that place offers. */

/** `node`: with a file system, threads and processes. `web`: in a browser. */
export const PLATFORM: 'node' | 'web' = 'node';

/** The program of this process, which can start another. Null in a browser. */
export const program = (): string | null => process.execPath;

/** A variable of the environment. */
export const environment = (name: string): string | undefined => process.env[name];

/** The id of this process; 0 in a browser. */
export const processId = (): number => process.pid;
