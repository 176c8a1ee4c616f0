/** `society watch FILE`: checks a file each time one of its sources changes, and runs it with --run. */
import { type FSWatcher, watch as watchFolder } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LanguageService } from '../../language/index.js';
import { argumentsOf, CHOICES } from '../terminal/arguments.js';
import { fileProblems } from '../../tools/authoring/fileProblems.js';
import { asJson, isBroken, linesOf, summary } from '../authoring/check.js';
import { fileUri, openLanguage } from '../terminal/files.js';
import { aside, printable, UsageError } from '../terminal/output.js';
import { run } from './run.js';
import { t } from '../../core/util/l10n.js';

/** Milliseconds in which an editor writes changes that belong together. */
const QUIET = 100;

/** Ends with Ctrl+C. A change during a run is handled after it. */
export async function watch(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('watch', args, { ...CHOICES, run: { type: 'boolean' }, json: { type: 'boolean' } });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(t('watch needs one file.'));
  const { run: plays = false, json = false, ...choices } = values;
  const given = Object.entries(choices).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  if (given.length > 0 && !plays) throw new UsageError(t('{0} is for runs: add --run.', given[0]));
  const uri = fileUri(path);
  const changes = new Changes();
  process.once('SIGINT', () => changes.end());
  process.once('SIGTERM', () => changes.end());
  do {
    // A new language service: nothing of the earlier text is left.
    const language = openLanguage();
    changes.follow(await sourcesOf(language, uri));
    const problems = await fileProblems(language, [uri]);
    process.stdout.write(
      json ? `${JSON.stringify(problems.map(asJson))}\n` : printable(`${linesOf(problems)}${summary(path, [uri], problems)}\n`),
    );
    if (plays && !isBroken(problems)) await run([path, ...given, ...(json ? ['--json'] : [])]);
    aside(t('watching for changes; Ctrl+C ends it\n'));
  } while (await changes.next());
  return 0;
}

/** Paths of the file and of its imports; the library does not change. */
async function sourcesOf(language: LanguageService, uri: string): Promise<readonly string[]> {
  const { sources } = await language.resolve(uri);
  return [uri, ...sources.map((source) => source.uri)].filter((one) => one.startsWith('file:')).map((one) => fileURLToPath(one));
}

/** Waits for changes of files. Watches their folders, so that it follows a file that an editor replaces. */
class Changes {
  #watchers: readonly FSWatcher[] = [];
  #isEnded = false;
  #hasChanged = false;
  #wake: (() => void) | null = null;

  follow(paths: readonly string[]): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [...new Set(paths.map(dirname))].map((folder) => {
      const own = new Set(paths.filter((path) => dirname(path) === folder).map((path) => basename(path)));
      return watchFolder(folder, (_, name) => {
        if (name === null || own.has(name)) this.#note();
      });
    });
  }

  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  /** Resolves with true after the next change, and with false at the end. */
  async next(): Promise<boolean> {
    if (!this.#hasChanged && !this.#isEnded) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
    if (!this.#isEnded) await new Promise((resolve) => setTimeout(resolve, QUIET));
    this.#hasChanged = false;
    if (this.#isEnded) for (const watcher of this.#watchers) watcher.close();
    return !this.#isEnded;
  }

  #note(): void {
    this.#hasChanged = true;
    this.#wake?.();
  }
}
