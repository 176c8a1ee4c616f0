/** *New from Gallery…*: lets the user search, read and copy the published societies that ship with the extension. */
import * as vscode from 'vscode';
import type { CopiedFile, GalleryEntry } from '../../gallery/index.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';
import { readRecordings, type Recording, recordingItem, showRecording } from './recordings.js';

const { t } = vscode.l10n;

/** Scheme of the pages of entries: `society-gallery:/govsim/A lake for five.md`. */
const SCHEME = 'society-gallery';

/** Links to files of the repository. The package does not contain all of these files. */
const RELATIVE_LINK = /\[([^\]]*)\]\((?!https?:)[^)]*\)/g;

interface EntryItem extends vscode.QuickPickItem {
  readonly entry: GalleryEntry;
}

/**
 * Copies an entry, given by id or chosen, into a folder of the workspace or a chosen folder, and opens it. A recorded run in the list is
 * opened, not copied.
 */
export async function newFromGallery(
  extensionUri: vscode.Uri,
  { files }: LanguageHost,
  id?: string,
): Promise<vscode.TextEditor | undefined> {
  const entries = await readEntries(extensionUri);
  const chosen = entries.find((one) => one.id === id) ?? (await choose(entries, await readRecordings(extensionUri)));
  if (chosen && 'uri' in chosen) {
    await showRecording(chosen);
    return undefined;
  }
  const entry = chosen;
  const parent = entry && (await parentFolder());
  if (!entry || !parent) return undefined;
  const { copyOf } = await rooms.gallery();
  const copied = await copyOf(vscode.Uri.joinPath(folderOf(extensionUri), entry.id, entry.file).toString(), files.read);
  const folder = await freeFolder(parent, entry.id);
  for (const file of copied) await written(folder, file);
  const first = vscode.Uri.joinPath(folder, copied[0]?.to ?? entry.file);
  const editor = await vscode.window.showTextDocument(first);
  void offer(first, entry);
  return editor;
}

const folderOf = (extensionUri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'examples', 'gallery');

/** Shows the pages of entries, read-only and without their front matter. */
export const registerGalleryPages = (extensionUri: vscode.Uri): vscode.Disposable =>
  vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ path }) => {
      const [, id] = path.split('/');
      const entry = (await readEntries(extensionUri)).find((one) => one.id === id);
      return entry ? pageOf(entry) : null;
    },
  });

/** The page of an entry. */
const pageOf = ({ title, system, source, tags, leftOut, page }: GalleryEntry): string =>
  [
    `# ${title}`,
    `${system}, ${source} · *${tags.join(', ')}*`,
    ...(leftOut.length === 0 ? [] : [t('Left out: {0}.', leftOut.join('; '))]),
    page.replace(RELATIVE_LINK, '$1'),
  ].join('\n\n');

const read = ({ id, title }: GalleryEntry): Thenable<unknown> =>
  vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.from({ scheme: SCHEME, path: `/${id}/${title}.md` }));

/** The readable entries, sorted by area, then by title. */
async function readEntries(extensionUri: vscode.Uri): Promise<readonly GalleryEntry[]> {
  const { AREAS, readEntry } = await rooms.gallery();
  const gallery = folderOf(extensionUri);
  const folders = await vscode.workspace.fs.readDirectory(gallery);
  const entries = folders
    .filter(([, type]) => type === vscode.FileType.Directory)
    .map(async ([id]) => {
      const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(gallery, id, 'README.md')).then(
        (bytes) => new TextDecoder().decode(bytes),
        () => '',
      );
      const found = readEntry(id, text);
      return found.ok ? [found.entry] : [];
    });
  const place = ({ area, title }: GalleryEntry): string => `${AREAS.indexOf(area)} ${title}`;
  return (await Promise.all(entries)).flat().sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** A list by area, then the recorded runs. The search covers title, system, source, tags and question; the button opens the page. */
function choose(entries: readonly GalleryEntry[], recordings: readonly Recording[]): Promise<GalleryEntry | Recording | undefined> {
  const pick = vscode.window.createQuickPick<EntryItem | ReturnType<typeof recordingItem> | vscode.QuickPickItem>();
  pick.title = t('New from Gallery');
  pick.placeholder = t('Search titles, systems, sources and tags. All entries run without a key');
  pick.matchOnDescription = pick.matchOnDetail = true;
  // The list stays open while the user reads a page.
  pick.ignoreFocusOut = true;
  pick.items = [
    ...entries.flatMap((entry, i) => [...(entry.area === entries[i - 1]?.area ? [] : [heading(t(entry.area))]), itemOf(entry)]),
    ...(recordings.length > 0 ? [heading(t('recorded runs of real language models, to open')), ...recordings.map(recordingItem)] : []),
  ];
  return new Promise((resolve) => {
    pick.onDidTriggerItemButton(({ item }) => {
      if ('entry' in item) void read(item.entry);
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      resolve(item && ('entry' in item ? item.entry : 'recording' in item ? item.recording : undefined));
      pick.dispose();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

const heading = (label: string): vscode.QuickPickItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

const itemOf = (entry: GalleryEntry): EntryItem => ({
  entry,
  label: t(entry.title),
  // As in the list of commands, what has another title in the language of the editor is found by its English title too.
  description: `${t(entry.title) === entry.title ? '' : `${entry.title} · `}${entry.system}, ${entry.source}`,
  detail: `${entry.tags.join(', ')}. ${entry.asked}`,
  buttons: [{ iconPath: new vscode.ThemeIcon('book'), tooltip: t('Read About It') }],
});

/** The first writable folder of the workspace, otherwise a folder that the user chooses. */
async function parentFolder(): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.workspaceFolders?.find(({ uri }) => vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false);
  if (open) return open.uri;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFolders: true, canSelectFiles: false, title: t('Folder for the Copy'), openLabel: t('Copy Here') },
    })) ?? [];
  return chosen;
}

/** A new folder named after the entry, with a number if the folder exists. The user's files are never overwritten. */
async function freeFolder(parent: vscode.Uri, id: string): Promise<vscode.Uri> {
  for (let n = 1; ; n++) {
    const folder = vscode.Uri.joinPath(parent, n === 1 ? id : `${id}_${n}`);
    const isThere = await vscode.workspace.fs.stat(folder).then(
      () => true,
      () => false,
    );
    if (!isThere) return folder;
  }
}

const written = (folder: vscode.Uri, { to, text }: CopiedFile): Thenable<void> =>
  vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, to), new TextEncoder().encode(text));

/** Shows where the copy is, and offers the next steps. */
async function offer(file: vscode.Uri, entry: GalleryEntry): Promise<void> {
  const [run, readAbout] = [t('Run'), t('Read About It')];
  const text = t('Your copy of “{0}” is in {1}.', t(entry.title), vscode.workspace.asRelativePath(file));
  const chosen = await vscode.window.showInformationMessage(text, run, readAbout);
  if (chosen === run) await vscode.commands.executeCommand('society.run', file, entry.scenario);
  if (chosen === readAbout) await read(entry);
}
