/** The page that the code of a diagnostic leads to: its entry in the docs that ship with the extension, read-only. */
import * as vscode from 'vscode';
import { sectionOf } from '../../core/formats/markdown.js';

const HELP_SCHEME = 'society-help';

/** Address of the page of a code; nothing is fetched, here or when it is opened. */
export const helpFor = (code: string): vscode.Uri => vscode.Uri.from({ scheme: HELP_SCHEME, path: `/${code}.md` });

export function registerHelp(extensionUri: vscode.Uri): vscode.Disposable {
  const docs = vscode.Uri.joinPath(extensionUri, 'docs', 'diagnostics.md');
  return vscode.workspace.registerTextDocumentContentProvider(HELP_SCHEME, {
    provideTextDocumentContent: async ({ path }) => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(docs));
      return sectionOf(text, path.replace(/^\/|\.md$/g, ''));
    },
  });
}
