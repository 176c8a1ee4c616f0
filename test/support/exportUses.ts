/** The exports of the sources and the files that use them: read from import and export declarations as the formatter writes them. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

export interface ExportUse {
  readonly path: string;
  readonly name: string;
  /** The file declares it; else the file passes it on from another. */
  readonly isDeclaration: boolean;
  /** The name occurs in its own file beyond its declaration. */
  readonly atHome: boolean;
  /** Files that import it, by a path or through a namespace. */
  readonly users: readonly string[];
}

const DECLARED = /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type) +([\w$]+)/gm;
const LISTED = /^export (?:type )?\{([^}]*)\}(?: from '([^']+)')?/gm;
const ALL_OF = /^export \* (?:as ([\w$]+) )?from '([^']+)'/gm;
const IMPORTED = /^import (?:type )?(?:[\w$]+, )?\{([^}]*)\} from '([^']+)'/gm;
const NAMESPACE = /^import (?:type )?\* as [\w$]+ from '([^']+)'/gm;
const LATER = /(?<!typeof )\bimport\(\s*[`']([^`']+)[`']/g;

/** `a, type B as C` → [['a', 'a'], ['B', 'C']]. */
const namesIn = (list: string): readonly (readonly [string, string])[] =>
  list
    .split(',')
    .map((one) => one.trim().replace(/^type /, ''))
    .filter(Boolean)
    .map((one) => {
      const [from, to = from] = one.split(' as ').map((part) => part.trim());
      return [from!, to!];
    });

/** Its list of exceptions names exports without using them. */
const OWN_TEST = 'exports.test.ts';

const slashes = (path: string): string => path.replaceAll('\\', '/');

function filesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.m?[tj]s$/.test(entry.name) && !/generated|node_modules/.test(entry.parentPath) && entry.name !== OWN_TEST,
    )
    .map((entry) => slashes(relative(root, join(entry.parentPath, entry.name))));
}

const targetOf = (path: string, name: string): string | null =>
  name.startsWith('.') ? slashes(normalize(join(dirname(path), name.replace(/\?.*$/, '')))).replace(/\.js$/, '.ts') : null;

/** A file, and the file that the bundle for a browser has in its place (scripts/lib/webBundle.mjs). */
function withCounterpart(target: string, texts: ReadonlyMap<string, string>): readonly string[] {
  const other = target.endsWith('threads/threadPlayer.ts')
    ? 'src/runs/experiments/play/windowPlayer.ts'
    : target.replace(/^src\/node\//, 'src/web/');
  return other !== target && texts.has(other) ? [target, other] : [target];
}

/** Every export of the files of `owners`, with the files of `owners` and `others` that use it. */
export function exportUses(root: string, owners: readonly string[], others: readonly string[]): readonly ExportUse[] {
  const texts = new Map(
    [...owners, ...others].flatMap((folder) => filesBelow(root, folder)).map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
  const users = new Map<string, Set<string>>();
  const use = (target: string, name: string, path: string): void => {
    for (const one of withCounterpart(target, texts)) {
      const key = `${one}#${name}`;
      users.set(key, (users.get(key) ?? new Set()).add(path));
    }
  };
  const wholes: (readonly [target: string, path: string])[] = [];
  /** Files that are loaded later: the loader passes their exports on, so each file outside of their folder that has the name counts as a user. */
  const later = new Set<string>();
  /** `export * from`: an import from this file is an import from the target. */
  const stars: (readonly [target: string, door: string])[] = [];
  for (const [path, text] of texts) {
    for (const pattern of [IMPORTED, LISTED]) {
      for (const [, list, from] of text.matchAll(pattern)) {
        const target = from && targetOf(path, from);
        if (target) for (const [name] of namesIn(list!)) use(target, name, path);
      }
    }
    for (const [, from] of text.matchAll(NAMESPACE)) {
      const target = targetOf(path, from!);
      if (target) wholes.push([target, path]);
    }
    for (const [, from] of text.matchAll(LATER)) {
      const named = targetOf(path, from!);
      for (const target of named ? withCounterpart(named, texts) : []) {
        if (later.has(target)) continue;
        later.add(target);
        const home = target.endsWith('/index.ts') ? `${dirname(target)}/` : target;
        wholes.push(...[...texts.keys()].filter((one) => !one.startsWith(home)).map((one) => [target, one] as const));
      }
    }
    for (const [, as, from] of text.matchAll(ALL_OF)) {
      const target = targetOf(path, from!);
      if (target) (as ? wholes : stars).push([target, path]);
    }
  }
  for (let grown = true; grown; ) {
    grown = false;
    for (const [target, door] of stars) {
      for (const [key, by] of [...users].filter(([key]) => key.startsWith(`${door}#`))) {
        const own = users.get(`${target}#${key.slice(door.length + 1)}`) ?? new Set();
        for (const one of by) {
          grown ||= !own.has(one);
          own.add(one);
        }
        users.set(`${target}#${key.slice(door.length + 1)}`, own);
      }
      const known = new Set(wholes.filter(([whole]) => whole === target).map(([, by]) => by));
      for (const [, path] of wholes.filter(([whole, by]) => whole === door && !known.has(by))) {
        wholes.push([target, path]);
        grown = true;
      }
    }
  }
  const found: ExportUse[] = [];
  for (const [path, text] of texts) {
    if (!owners.some((folder) => path.startsWith(`${folder}/`))) continue;
    const declared = new Set([...text.matchAll(DECLARED)].map(([, name]) => name!));
    const listed = [...text.matchAll(LISTED)].flatMap(([, list]) => namesIn(list!).map(([, name]) => name));
    const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    const whole = wholes.filter(([target]) => target === path).map(([, by]) => by);
    for (const name of new Set([...declared, ...listed])) {
      const word = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'g');
      const by = new Set([
        ...(users.get(`${path}#${name}`) ?? []),
        ...whole.filter((one) => texts.get(one)!.includes(name) && texts.get(one)!.search(word) >= 0),
      ]);
      found.push({ path, name, isDeclaration: declared.has(name), atHome: (code.match(word) ?? []).length > 1, users: [...by] });
    }
  }
  return found;
}
