/** The tool `write`: a society file from a text or from exact replacements. A text with errors is not written, nor is unsaved text replaced. */
import { fileUri } from '../../node/ports.js';
import { textAt } from '../../node/workspaceFiles.js';
import { lineDiff } from '../../runs/forks/lineDiff.js';
import type { ToolHost } from '../base/host.js';
import { inputOf, list, text, yesNo } from '../base/input.js';
import { shownPath, writablePlace } from '../base/places.js';
import { tool, ToolFault } from '../base/tool.js';
import { problemsOfText, shownProblems } from './problems.js';

interface WriteInput {
  readonly file: string;
  readonly text?: string;
  readonly edits?: readonly { readonly old: string; readonly new: string }[];
  readonly replace?: boolean;
  readonly preview?: boolean;
}

/** The most lines of a difference in a result, and in a question to the user. */
const MOST_LINES = 60;
const MOST_ASKED = 30;

export const write = tool<WriteInput>({
  name: 'write',
  title: 'Write a society',
  effect: 'writes',
  description:
    'Writes a .society file: a new file from `text`, or `edits` of an existing file, each an exact text that occurs once and its replacement. The result is checked first, and a text with errors is not written. `preview: true` returns the difference and the problems and writes nothing. The user is asked before a file changes. Unsaved text of an editor is never replaced.',
  input: inputOf(
    {
      file: text('Path of the .society file, from the folder of the workspace.'),
      text: text('The whole text of the file. For a file that exists, also give `replace: true`.'),
      edits: list(
        inputOf({ old: text('A text that occurs exactly once in the file.'), new: text('The text in its place.') }, ['old', 'new']),
        50,
        'Replacements in a file that exists, made one after the other.',
      ),
      replace: yesNo('Whether `text` may replace the whole text of a file that exists.'),
      preview: yesNo('Only show what would be written.'),
    },
    ['file'],
  ),
  question: async (input, host) => {
    if (input.preview) return null;
    const { path, before, after } = await planned(input, host);
    const file = shownPath(host, path);
    const lines = difference(before, after, MOST_ASKED);
    return { title: before === null ? `Create ${file}?` : `Change ${file}?`, lines, sends: false, basis: before ?? '' };
  },
  run: async (input, host) => {
    const { path, before, after } = await planned(input, host);
    const problems = shownProblems(host, await problemsOfText(await host.language(), path, after));
    const shown = { file: shownPath(host, path), difference: difference(before, after, MOST_LINES), ...problems };
    if (input.preview) return { written: false, ...shown };
    if (problems.errors > 0) return { written: false, why: 'The text has errors. Correct them first.', ...shown };
    if (before === after) return { written: false, why: 'The file has this text already.', ...shown };
    // The file may have changed since it was read.
    if ((await textAt(path)) !== before) throw new ToolFault(`${input.file} was changed in the meantime. Read it again.`);
    if (host.isUnsaved(path)) throw new ToolFault(unsavedWords(input.file));
    await host.write(path, after);
    (await host.language()).changed(fileUri(path));
    return { written: true, ...shown };
  },
});

const unsavedWords = (file: string): string => `${file} has unsaved text in the editor. Ask the user to save it first.`;

interface Planned {
  readonly path: string;
  /** Null for a new file. */
  readonly before: string | null;
  readonly after: string;
}

async function planned({ file, text: whole, edits, replace, preview }: WriteInput, host: ToolHost): Promise<Planned> {
  const why = preview ? null : host.cannotWrite();
  if (why !== null) throw new ToolFault(why);
  const path = await writablePlace(host, file);
  if (host.isUnsaved(path)) throw new ToolFault(unsavedWords(file));
  const before = await textAt(path);
  if ((whole === undefined) === (edits === undefined)) throw new ToolFault('Give either `text` or `edits`.');
  if (whole !== undefined) {
    if (before !== null && !replace) throw new ToolFault(`${file} exists. Use \`edits\`, or give \`replace: true\`.`);
    return { path, before, after: whole };
  }
  if (before === null) throw new ToolFault(`The file ${file} does not exist. Give its whole text as \`text\`.`);
  let after = before;
  for (const [i, edit] of (edits ?? []).entries()) {
    const times = edit.old === '' ? 0 : after.split(edit.old).length - 1;
    if (times !== 1) throw new ToolFault(`The text \`old\` of edit ${i + 1} occurs ${times} times in ${file}. It must occur once.`);
    after = after.replace(edit.old, () => edit.new);
  }
  return { path, before, after };
}

/** A unified difference by lines. */
function difference(before: string | null, after: string, most: number): readonly string[] {
  const lines = lineDiff(before ?? '', after);
  return lines.length <= most ? lines : [...lines.slice(0, most), `… and ${lines.length - most} more lines`];
}
