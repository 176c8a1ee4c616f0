/** The pages of the documentation, cut into passages at their headings, and their tables row by row. */
import { join } from '../../node/paths.js';
import { namesIn, textAt } from '../../node/workspaceFiles.js';
import type { ToolHost } from '../base/host.js';

/** The text under one heading, without the text under deeper headings. */
export interface Passage {
  /** `docs/format.md`. */
  readonly page: string;
  /** The headings above it and its own, the highest first. */
  readonly headings: readonly string[];
  readonly text: string;
}

/** All passages of `docs/*.md`, page by page. */
export async function passages({ program }: Pick<ToolHost, 'program'>): Promise<readonly Passage[]> {
  const folder = join(program, 'docs');
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.md'));
  const pages = await Promise.all(names.map(async (name) => passagesIn(`docs/${name}`, (await textAt(join(folder, name))) ?? '')));
  return pages.flat();
}

function passagesIn(page: string, markdown: string): readonly Passage[] {
  const found: Passage[] = [];
  let headings: readonly string[] = [];
  let lines: string[] = [];
  let isCode = false;
  const close = (): void => {
    const text = lines.join('\n').trim();
    if (text !== '') found.push({ page, headings, text });
    lines = [];
  };
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    const [, signs, words] = (isCode ? null : /^(#+) (.*)$/.exec(line)) ?? [];
    if (signs === undefined || words === undefined) {
      lines.push(line);
      continue;
    }
    close();
    headings = [...headings.slice(0, signs.length - 1), words];
  }
  close();
  return found;
}

/** The rows of the tables in a passage, without their heads: cells by row. */
export const rowsIn = ({ text }: Pick<Passage, 'text'>): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line, i, all) => line.startsWith('|') && !/^\|[-| :]+\|$/.test(line) && !/^\|[-| :]+\|$/.test(all[i + 1] ?? ''))
    .map((line) =>
      line
        .slice(1, line.trimEnd().length - 1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
