/** Commands for keys and connections: enter a key, remove it, test a model. The key is typed into a password field. */
import { translated } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { ModelTest } from '../../runs/index.js';
import { mindAccess } from './access.js';
import { KEY_NAME, type Keys } from './keys.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';
import type { Preset } from '../../minds/trust/index.js';

const { t } = vscode.l10n;
const trust = () => import('../../minds/trust/index.js');

/** What is already known when the user is asked for a key. */
interface KeyWish {
  readonly name?: string | undefined;
  readonly origin?: string | undefined;
}

/** The name under which the key was stored; null if the user cancelled. */
export async function askForKey(keys: Keys, wish: KeyWish = {}): Promise<string | null> {
  const title = t('Set Key');
  const provider = wish.origin === undefined ? await chooseProvider(title) : { origin: wish.origin, name: wish.name ?? '' };
  if (!provider) return null;
  const name = await askForName(title, wish.name ?? provider.name);
  const origin = name === undefined ? undefined : (provider.origin ?? (await askForOrigin(title)));
  if (name === undefined || origin === undefined) return null;
  const prompt = t('The key is kept in the secret storage of the editor and sent only to {0}.', origin);
  const value = await vscode.window.showInputBox({ title, password: true, prompt, placeHolder: t('Key'), ignoreFocusOut: true });
  if (value === undefined || value.trim() === '') return null;
  await keys.set(name, { value: value.trim(), origin });
  void vscode.window.showInformationMessage(t('The key is stored. To use it in a model, write key: {0}', keyReference(name)));
  return name;
}

export const keyReference = (name: string): string => `$(secret('${name}'))`;

async function chooseProvider(title: string): Promise<{ readonly origin: string | null; readonly name: string } | undefined> {
  const { presets, isLocal } = await trust();
  const items = presets
    .filter(({ origin }) => origin === null || !isLocal(origin))
    .map((preset: Preset) => ({ label: preset.label, description: preset.origin ?? '', origin: preset.origin, name: preset.id }));
  const other = { label: t('Another address…'), description: '', origin: null, name: '' };
  return vscode.window.showQuickPick([...items, other], {
    title,
    placeHolder: t('Which address is the key for? It is never sent to another address.'),
  });
}

const askForName = (title: string, value: string): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    title,
    value,
    prompt: t('A name for the key. Files refer to the key by this name.'),
    ignoreFocusOut: true,
    validateInput: (text) => (KEY_NAME.test(text) ? undefined : t('Use letters, digits, _ . and -, at most 64.')),
  });

async function askForOrigin(title: string): Promise<string | undefined> {
  const { originOf } = await trust();
  const address = await vscode.window.showInputBox({
    title,
    prompt: t('The address of the key, as in base_url.'),
    placeHolder: 'https://api.example.com/v1',
    ignoreFocusOut: true,
    validateInput: (text) => (originOf(text) === null ? t('Enter the full address, for example https://api.example.com/v1.') : undefined),
  });
  return address === undefined ? undefined : (originOf(address) ?? undefined);
}

export async function chooseAndDeleteKey(keys: Keys): Promise<void> {
  if (keys.names.length === 0) {
    void vscode.window.showInformationMessage(t('No key is stored.'));
    return;
  }
  const items = await Promise.all(
    keys.names.map(async (name) => ({
      label: name,
      description: (await keys.vault.get(name))?.origin ?? t('no longer in the secret storage'),
    })),
  );
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Delete API Key'),
    placeHolder: t('Which key do you want to delete?'),
  });
  if (!chosen) return;
  await keys.delete(chosen.label);
  void vscode.window.showInformationMessage(t('The key “{0}” is deleted.', chosen.label));
}

// *Test Model Connection…*: whether a model of the file answers, how fast, and how well it follows a given form.

/** Error codes that a stored key can fix. */
const KEY_CODES: ReadonlySet<string> = new Set(['unauthorized', 'secret-missing', 'secret-elsewhere', 'env-missing', 'env-not-allowed']);

/** Tests a model, given by id or chosen. Undefined if nothing was tested. */
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
    const text = t('This file has no model. It uses the built-in mind, which needs no connection.');
    void vscode.window.showInformationMessage(text, use).then((chosen) => {
      if (chosen === use) void vscode.commands.executeCommand('society.useModel');
    });
  }
  return ids[0];
}

async function tell({ ok, code, lines }: ModelTest): Promise<void> {
  const text = lines.map(translated).join(' ');
  if (ok) return void (await vscode.window.showInformationMessage(text));
  const [setKey, trust] = [t('Set Key…'), t('Manage Trust')];
  const next = KEY_CODES.has(code) ? [setKey] : code === 'untrusted-workspace' ? [trust] : [];
  const chosen = await vscode.window.showErrorMessage(text, ...next);
  if (chosen === setKey) await vscode.commands.executeCommand('society.setKey');
  if (chosen === trust) await vscode.commands.executeCommand('workbench.trust.manage');
}
