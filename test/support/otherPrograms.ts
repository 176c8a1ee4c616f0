/** Programs of others that tests compare results with, where they are installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a program runs with these arguments. */
export const runs = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;

/** The packages that `scripts/lib/oracles.mjs` installs. */
const INSTALLED = join(process.env['SOCIETY_CACHE'] ?? join(process.cwd(), '.vscode-test'), 'oracles');
const OWN = join(INSTALLED, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Python with those packages; that of the system where they are not installed. */
export const PYTHON = existsSync(OWN) ? OWN : 'python3';

/** Whether Python finds these modules. It does not load them. */
export const hasModules = (...names: readonly string[]): boolean =>
  runs(PYTHON, '-c', 'import importlib.util as u, sys; sys.exit(None in map(u.find_spec, sys.argv[1:]))', ...names);

/** Whether R has these packages. */
export const hasPackages = (...names: readonly string[]): boolean =>
  runs('Rscript', '-e', `for (name in c(${names.map((name) => `"${name}"`).join()})) stopifnot(nzchar(system.file(package = name)))`);
