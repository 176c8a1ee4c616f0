/** Which files of the project import values from which, read from import and export declarations as the formatter writes them. */
import { dirname, join, normalize } from 'node:path';

interface SourceFile {
  /** From the root of the project, with `/`. */
  readonly path: string;
  readonly text: string;
}

const DECLARATION = /^(?:import|export)\s+(?!type\b)([^'";]*?)(?:\bfrom\s*)?'(\.[^']+)'/gm;

/** A declaration whose every name is a type imports no value. */
function isOfTypes(clause: string): boolean {
  const listed = /^\{([\s\S]*)\}$/.exec(clause.trim());
  const names = (listed?.[1] ?? '').split(',').filter((name) => name.trim() !== '');
  return names.length > 0 && names.every((name) => /^\s*type\s/.test(name));
}

/** For each file, the files that it imports values from. What is loaded later with `import()` does not count. */
export function valueImports(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const paths = new Set(files.map(({ path }) => path));
  return new Map(
    files.map(({ path, text }) => {
      const targets = [...text.matchAll(DECLARATION)]
        .filter(([, clause = '']) => !isOfTypes(clause))
        .map(([, , name = '']) =>
          normalize(join(dirname(path), name))
            .replaceAll('\\', '/')
            .replace(/\.js$/, '.ts'),
        );
      return [path, [...new Set(targets)].filter((target) => paths.has(target))];
    }),
  );
}

/** One circle for each group of files that import each other, as a path that ends where it begins; none in a graph without circles. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const done = new Set<string>();
  const open: string[] = [];
  const visit = (file: string): void => {
    const at = open.indexOf(file);
    if (at >= 0) found.push([...open.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    open.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    open.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}
