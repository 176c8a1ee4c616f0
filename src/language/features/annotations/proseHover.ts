/** Hover on a path that stands for prose: the first lines of the file, as text. */
import type { Hover } from '../../api.js';
import { documentSize, passagesIn } from '../../names/textFiles.js';
import type { Host } from '../../program/imports.js';
import type { Program } from '../../program/program.js';
import { normal, proseTarget } from '../../names/textFiles.js';
import { rangeAt } from '../../text/lines.js';

const SHOWN_LINES = 12;

/** How a file begins whose path is at an offset, and how much there is of a document, as Markdown in which nothing of the file is Markdown. */
export async function proseHover(program: Program, offset: number, host: Host): Promise<Hover | null> {
  const file = program.main;
  const use = file.prose.find(({ node }) => node.at[0] <= offset && offset <= node.at[1]);
  const target = use && proseTarget(program, file, use);
  const source = target?.ok ? await host.read(target.uri, program.root) : null;
  if (!use || source === null) return null;
  const lines = normal(source).trimEnd().split('\n');
  const shown = lines.slice(0, SHOWN_LINES).map((line) => line.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&'));
  const rest = lines.length > SHOWN_LINES ? ['…'] : [];
  const size = use.document ? `${documentSize(passagesIn(target?.ok ? target.uri : '', source))}\n\n` : '';
  return { markdown: size + [...shown, ...rest].join('  \n'), range: rangeAt(file.tree.lines, use.node.at) };
}
