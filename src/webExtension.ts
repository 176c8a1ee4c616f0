/** The entry of the extension in a browser: gives the files of the editor to the rooms, and starts the same extension. */
import { activate as activateStudio, type StudioApi } from './extension.js';
import { editorFiles } from './vscode/web/editorFiles.js';
import { useFiles } from './web/files.js';

export function activate(context: Parameters<typeof activateStudio>[0]): StudioApi {
  useFiles(editorFiles());
  return activateStudio(context);
}
