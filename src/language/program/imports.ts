/** Where imports lead: to a file, to the files of a pattern, or to a part of the library. */
import { decoded } from '../../core/util/uri.js';
import { errorAt, type Problem, replaceFix, warningAt } from '../text/problem.js';
import { nearest } from '../../expr/index.js';
import type { FileModel, ImportUse } from '../incremental/file.js';
import { matching } from './glob.js';
import type { Offsets } from '../text/lines.js';
import { isPattern, isWithin, linkedOutWords, pathTarget, patternTarget } from './uri.js';

type Load = (uri: string, root?: string) => Promise<FileModel | null>;

/** What opening a program needs from the service. */
export interface Host {
  readonly load: Load;
  /** Text of any file. No link leads out of `root`, which counts where the user works in no folder around it. */
  readonly read: (uri: string, root?: string) => Promise<string | null>;
  /** All files beneath a folder with one of these endings, else `.society`; null where there is nothing to list. */
  readonly list: ((folder: string, endings?: readonly string[], root?: string) => Promise<readonly string[]>) | null;
  readonly roots: () => readonly string[];
  /** Whether a link led out of the roots where a file or folder was read. */
  readonly leadsOut: (uri: string) => boolean;
}

export const LIBRARY_NAMES: readonly string[] = [
  'feed',
  'room',
  'chat',
  'debate',
  'commons',
  'donor',
  'matrix_game',
  'haggle',
  'network_formation',
  'rewards',
  'prompts',
  'phrases',
  'work_phrases',
];

interface Targets {
  readonly uris: readonly string[];
  readonly problems: readonly Problem[];
}

/** URIs that an import means, whether or not there is such a file. A pattern never means the file that holds it. */
export async function importTargets(use: ImportUse, base: string, root: string, host: Pick<Host, 'list' | 'leadsOut'>): Promise<Targets> {
  if (!isPattern(use.from)) {
    const target = pathTarget(use.from, base, root);
    return target.ok ? { uris: [target.uri], problems: [] } : { uris: [], problems: [errorAt(target.code, target.message, use.at)] };
  }
  const target = patternTarget(use.from, base, root);
  if (!target.ok) return { uris: [], problems: [errorAt(target.code, target.message, use.at)] };
  const { folder, pattern } = target;
  if (!host.list)
    return {
      uris: [],
      problems: [errorAt('import-pattern', 'Files cannot be listed here, so patterns lead nowhere. Name each file.', use.at)],
    };
  const paths = new Map<string, string>();
  for (const uri of await host.list(folder, undefined, root))
    if (uri !== base && isWithin(folder, uri))
      paths.set(
        uri
          .slice(folder.length + 1)
          .split('/')
          .map(decoded)
          .join('/'),
        uri,
      );
  if (host.leadsOut(folder)) return { uris: [], problems: [linkedOut(use.from, use.at, root)] };
  const uris = matching(pattern, [...paths.keys()]).map((path) => paths.get(path) as string);
  const none = 'No file fits this pattern. It is read from the folder of this file; `**` stands for folders at any depth.';
  return { uris, problems: uris.length > 0 ? [] : [warningAt('import-empty', none, use.at)] };
}

/** An import of a file that is not there. */
export function notFound({ from, at }: ImportUse): Problem {
  const near = from.startsWith('library/')
    ? nearest(
        from,
        LIBRARY_NAMES.map((name) => `library/${name}`),
      )
    : null;
  return errorAt(
    'import-missing',
    near ? `There is no \`${from}\`. Did you mean \`${near}\`?` : `\`${from}\` was not found.`,
    at,
    near ? [replaceFix(`Change to ${near}`, at, near)] : [],
  );
}

/** A path of an import, of prose or of a document, at which a link leads out of the folder. */
export const linkedOut = (path: string, at: Offsets, root: string): Problem => errorAt('import-outside', linkedOutWords(path, root), at);

export const leadsBack = ({ from, at }: ImportUse): Problem =>
  errorAt(
    'import-cycle',
    `\`${from}\` leads back to itself under one \`as\` after the other. Import it without \`as\`, or not at all.`,
    at,
  );

export const tooMany = ({ at }: ImportUse): Problem =>
  errorAt('import-many', 'This brings in more files than can be read. Import fewer, or without `as`.', at);
