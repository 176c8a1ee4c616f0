/** The tool `check`: problems of societies, with their places and fixes. */
import { join } from '../../node/paths.js';
import { fileUri, nodeTextFiles } from '../../node/ports.js';
import { kindAt } from '../../node/workspaceFiles.js';
import { inputOf, text } from '../base/input.js';
import { placeIn, shownPath, societyFile } from '../base/places.js';
import { tool, ToolFault } from '../base/tool.js';
import { fileProblems } from './fileProblems.js';
import { problemsOfText, shownProblems } from './problems.js';

interface CheckInput {
  readonly file?: string;
  readonly text?: string;
}

/** The most files of a folder that are checked in one call. */
const MOST_FILES = 200;

export const check = tool<CheckInput>({
  name: 'check',
  title: 'Check a society',
  effect: 'reads',
  description:
    'Lists the problems of a .society file or of all such files in a folder: errors, warnings, places as file:line:column, and fixes. With `text`, checks a text that is not saved. Use it after each change. `explain` has more about a code.',
  input: inputOf({
    file: text('Path of a .society file or of a folder, from the folder of the workspace. Default: the workspace.'),
    text: text('A text to check in place of the text of the file. It is not saved.'),
  }),
  run: async ({ file = '.', text: draft }, host) => {
    const language = await host.language();
    if (draft !== undefined) {
      const path = file === '.' ? join(await placeIn(host, '.'), 'draft.society') : await placeIn(host, file);
      const found = shownProblems(host, await problemsOfText(language, path, draft));
      return { ok: found.errors === 0, ...found };
    }
    const place = await placeIn(host, file);
    const isFolder = (await kindAt(place)) === 'folder';
    const uris = isFolder ? ((await nodeTextFiles('').list?.(fileUri(place))) ?? []) : [fileUri(await societyFile(host, file))];
    if (uris.length === 0) throw new ToolFault(`The folder ${shownPath(host, place) || '.'} has no .society file.`);
    const some = uris.slice(0, MOST_FILES);
    const found = shownProblems(host, await fileProblems(language, some));
    const left = uris.length - some.length;
    return { ok: found.errors === 0, files: some.length, ...(left > 0 ? { files_not_checked: left } : {}), ...found };
  },
});
