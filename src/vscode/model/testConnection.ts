/** *Test Model Connection*: whether a model of the file answers, how fast, and how well it keeps to a form. */
import * as vscode from 'vscode';
import type { ModelTest } from '../../runs/index.js';
import { mindAccess } from './access.js';
import type { Keys } from './keys.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';

const { t } = vscode.l10n;

/** Codes after which a stored key helps. */
const KEY_CODES: ReadonlySet<string> = new Set(['unauthorized', 'secret-missing', 'secret-elsewhere', 'env-missing', 'env-not-allowed']);

/** Tests a model that is named, or chosen. Undefined when nothing was tested. */
export async function testConnection(
  uri: vscode.Uri,
  language: LanguageHost,
  keys: Keys,
  wanted: string | undefined,
): Promise<ModelTest | undefined> {
  const { society } = await (await language.service()).resolve(uri.toString());
  const { testableModels, testModel } = await rooms.runs();
  const id = wanted ?? (await choose(testableModels(society)));
  if (id === undefined) return undefined;
  const where = { location: vscode.ProgressLocation.Notification, cancellable: true, title: t('Asking “{0}”…', id) };
  const test = await vscode.window.withProgress(where, (_progress, token) =>
    testModel(society, id, { ...mindAccess(keys, uri), now: () => performance.now() }, token),
  );
  if (test.code !== 'cancelled') void tell(test);
  return test;
}

async function choose(ids: readonly string[]): Promise<string | undefined> {
  if (ids.length > 1) return vscode.window.showQuickPick(ids, { title: t('Test Model Connection'), placeHolder: t('Which model?') });
  if (ids.length === 0) {
    const use = t('Use a Model…');
    const text = t('This file names no model: the built-in mind speaks, which needs no connection.');
    void vscode.window.showInformationMessage(text, use).then((chosen) => {
      if (chosen === use) void vscode.commands.executeCommand('society.useModel');
    });
  }
  return ids[0];
}

async function tell({ ok, code, lines }: ModelTest): Promise<void> {
  const text = lines.join(' ');
  if (ok) return void (await vscode.window.showInformationMessage(text));
  const [setKey, trust] = [t('Set Key…'), t('Manage Trust')];
  const next = KEY_CODES.has(code) ? [setKey] : code === 'untrusted-workspace' ? [trust] : [];
  const chosen = await vscode.window.showErrorMessage(text, ...next);
  if (chosen === setKey) await vscode.commands.executeCommand('society.setKey');
  if (chosen === trust) await vscode.commands.executeCommand('workbench.trust.manage');
}
