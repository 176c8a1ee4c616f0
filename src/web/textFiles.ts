/** Text files by URI, as the tools for assistants list and read them. The extension has its own (src/vscode/files). */
import type { TextFiles } from '../core/util/ports.js';
import { encoded } from '../core/util/uri.js';
import { unlessMissing, webFiles } from './files.js';
import { fileURLToPath, join } from './paths.js';

/** The URI of a path, in the one form that the editor and the language use. */
export function fileUri(path: string): string {
  const [, scheme = 'file', authority = '', rest = path] = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(.*)$/is.exec(path) ?? [];
  const [host = '', ...port] = authority.toLowerCase().split(/(?=:\d+$)/);
  const place = authority !== '' || scheme === 'file' ? `//${encoded(host)}${port.join('')}` : '';
  return `${scheme}:${place}${rest.split('/').map(encoded).join('/')}`;
}

/** Without the library, which has no folder in a browser. */
export function nodeTextFiles(_libraryDir: string): TextFiles {
  return {
    read: async (uri) => {
      const bytes = await unlessMissing(webFiles().read(fileURLToPath(uri)));
      return bytes && new TextDecoder().decode(bytes);
    },
    list: async (folder, endings = ['.society']) => (await filesBelow(fileURLToPath(folder), endings)).map(fileUri).sort(),
  };
}

async function filesBelow(folder: string, endings: readonly string[]): Promise<readonly string[]> {
  const entries = await webFiles()
    .list(folder)
    .catch(() => []);
  const found = entries.map(async ({ name, isFolder }): Promise<readonly string[]> => {
    if (!isFolder) return endings.some((ending) => name.endsWith(ending)) ? [join(folder, name)] : [];
    return name.startsWith('.') || name === 'node_modules' ? [] : filesBelow(join(folder, name), endings);
  });
  return (await Promise.all(found)).flat();
}
