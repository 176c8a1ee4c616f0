/** The tool `gallery`: published societies to start from, and the text of one of them. */
import { noSuch } from '../../core/util/suggest.js';
import { join } from '../../node/paths.js';
import { namesIn, textAt } from '../../node/workspaceFiles.js';
import { type GalleryEntry, readEntry } from '../../gallery/index.js';
import type { ToolHost } from '../base/host.js';
import { inputOf, text } from '../base/input.js';
import { tool, ToolFault } from '../base/tool.js';

interface GalleryInput {
  readonly query?: string;
  readonly id?: string;
}

const MOST_LISTED = 12;
const MOST_TEXT = 6_000;

export const gallery = tool<GalleryInput>({
  name: 'gallery',
  title: 'Find a published society',
  effect: 'reads',
  description:
    'Without `id`, lists published societies of agents by title, area and what is asked; `query` selects by words. With `id`, returns one entry with its measures, its results of the source and the text of its file, to start a new society from.',
  input: inputOf({ query: text('Words of a title, an area, a tag or a question.'), id: text('The id of one entry.') }),
  run: async ({ query = '', id }, host) => {
    const all = await entriesOf(host);
    if (all.length === 0) throw new ToolFault('The gallery is not part of this installation.');
    if (id !== undefined) return entryOf(host, all, id);
    const wanted = query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const hits = (entry: GalleryEntry): number => {
      const words = [entry.id, entry.title, entry.area, entry.asked, ...entry.tags].join(' ').toLowerCase();
      return wanted.filter((word) => words.includes(word)).length;
    };
    const found = all
      .filter((entry) => wanted.length === 0 || hits(entry) > 0)
      .toSorted((a, b) => hits(b) - hits(a))
      .map(({ id: entry, title, area, asked }) => ({ id: entry, title, area, asked: asked.slice(0, 160) }));
    return { entries: found.slice(0, MOST_LISTED), ...(found.length > MOST_LISTED ? { more: found.length - MOST_LISTED } : {}) };
  },
});

const folderOf = ({ program }: Pick<ToolHost, 'program'>): string => join(program, 'examples', 'gallery');

async function entriesOf(host: Pick<ToolHost, 'program'>): Promise<readonly GalleryEntry[]> {
  const folder = folderOf(host);
  const ids = await namesIn(folder, 'folders');
  const read = await Promise.all(ids.map(async (id) => readEntry(id, (await textAt(join(folder, id, 'README.md'))) ?? '')));
  return read.flatMap((one) => (one.ok ? [one.entry] : []));
}

async function entryOf(host: Pick<ToolHost, 'program'>, all: readonly GalleryEntry[], id: string): Promise<object> {
  const found = all.find((entry) => entry.id === id);
  if (!found)
    throw new ToolFault(
      noSuch(
        'entry',
        id,
        all.map((entry) => entry.id),
      ),
    );
  const { title, system, source, area, asked, scenario, measures, oracles, file } = found;
  const society = (await textAt(join(folderOf(host), id, file))) ?? '';
  return {
    ...{ id, title, system, source, area, asked, scenario, measures },
    results: oracles.map(({ expectation, says, theirs }) => ({ expectation, says, theirs })),
    ...(society.length <= MOST_TEXT ? { text: society } : { text: society.slice(0, MOST_TEXT), cut: society.length - MOST_TEXT }),
    copy: `society new FILE.society --from ${id}`,
  };
}
