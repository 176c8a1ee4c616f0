/** The targets of imports: a file, the files of a pattern, or a part of the library. */
import { decoded } from '../../core/util/uri.js';
import { errorAt, type Problem, replaceFix, warningAt } from '../text/problem.js';
import { nearest } from '../../expr/index.js';
import type { FileModel, ImportUse } from '../incremental/file.js';
import { matching } from './glob.js';
import type { Offsets } from '../text/lines.js';
import { isPattern, isWithin, linkedOutWords, pathTarget, patternTarget } from './uri.js';
import { t } from '../../core/util/l10n.js';

type Load = (uri: string, root?: string) => Promise<FileModel | null>;

/** What opening a program needs from the service. */
export interface Host {
  readonly load: Load;
  /** The text of any file. No link may lead out of `root`, which is used if no workspace folder contains the file. */
  readonly read: (uri: string, root?: string) => Promise<string | null>;
  /** All files below a folder with one of these endings, by default `.society`; null if nothing can be listed. */
  readonly list: ((folder: string, endings?: readonly string[], root?: string) => Promise<readonly string[]>) | null;
  readonly roots: () => readonly string[];
  /** Whether a link led out of the roots when a file or folder was read. */
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
  'phrases_de',
  'phrases_es',
  'phrases_ja',
  'phrases_zh',
  'work_phrases',
];

interface Targets {
  readonly uris: readonly string[];
  readonly problems: readonly Problem[];
}

/** The URIs of an import, whether or not the files exist. A pattern never matches the file that contains it. */
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
      problems: [errorAt('import-pattern', t('Files cannot be listed here, so patterns do not work. Name each file.'), use.at)],
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
  const none = t('No file matches this pattern. It is relative to the folder of this file; `**` matches folders at any depth.');
  return { uris, problems: uris.length > 0 ? [] : [warningAt('import-empty', none, use.at)] };
}

/** The problem of an import whose file does not exist. */
export function notFound({ from, at }: ImportUse): Problem {
  const near = from.startsWith('library/')
    ? nearest(
        from,
        LIBRARY_NAMES.map((name) => `library/${name}`),
      )
    : null;
  return errorAt(
    'import-missing',
    near ? t('There is no `{0}`. Did you mean `{1}`?', from, near) : t('`{0}` was not found.', from),
    at,
    near ? [replaceFix(t('Change to {0}', near), at, near)] : [],
  );
}

/** The problem of a path to an import, prose or a document at which a link leads out of the folder. */
export const linkedOut = (path: string, at: Offsets, root: string): Problem => errorAt('import-outside', linkedOutWords(path, root), at);

export const leadsBack = ({ from, at }: ImportUse): Problem =>
  errorAt('import-cycle', t('`{0}` imports itself with `as` again and again. Import it without `as`, or remove the import.', from), at);

export const tooMany = ({ at }: ImportUse): Problem =>
  errorAt('import-many', t('This imports more files than can be read. Import fewer files, or import without `as`.'), at);
