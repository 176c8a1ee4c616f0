/** Programs of others that tests compare results with, where they are installed. */
import { spawnSync } from 'node:child_process';

/** Whether a program runs with these arguments. */
export const runs = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;

/** Whether Python finds these modules. It does not load them. */
export const hasModules = (...names: readonly string[]): boolean =>
  runs('python3', '-c', 'import importlib.util as u, sys; sys.exit(None in map(u.find_spec, sys.argv[1:]))', ...names);
