/** The permissions of models in a file, and the language models of the editor as minds. */
import * as vscode from 'vscode';
import type { EditorModel } from '../../language/generated/society.js';
import type { EditorChat } from '../../minds/index.js';
import type { MindAccessPorts, Opened } from '../../runs/index.js';
import { dirname } from 'node:path';
import type { AllowedEnv } from '../../minds/trust/index.js';
import { personInEditor } from './human.js';
import type { Keys } from './keys.js';

const { t } = vscode.l10n;

/** The access of a file's society. Paths are relative to the folder of the file. */
export function mindAccess(keys: Keys, uri: vscode.Uri): MindAccessPorts {
  const trusted = vscode.workspace.isTrusted;
  return {
    trusted,
    person: personInEditor(),
    editor: openEditorModel,
    recording: async (path, file) => {
      const { readRecording } = await import('../../node/recordedAnswers.js');
      return readRecording(path, file, dirname(uri.fsPath), trusted);
    },
    env: (name) => process.env[name],
    vault: keys.vault,
    allowedEnv: allowedEnvironment(vscode.workspace.getConfiguration('society').inspect('allowedEnvironment')?.globalValue),
  };
}

/** The valid entries of the setting. */
function allowedEnvironment(value: unknown): AllowedEnv {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).flatMap(([name, origins]: [string, unknown]) =>
    Array.isArray(origins) ? [[name, origins.filter((origin) => typeof origin === 'string')] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** Timeout of a whole answer, in milliseconds. */
const TIMEOUT_MS = 120_000;

/** Opens the model that a file names, or returns the reason why it is not available. */
async function openEditorModel(id: string, { name }: EditorModel): Promise<Opened> {
  const { chooseChat, editorMind, noChatWords } = await import('../../minds/index.js');
  const chats = (await editorModels()).map(chatOf);
  const chat = chooseChat(chats, name);
  if (!chat) return { ok: false, code: 'no-editor-model', message: noChatWords(chats, id, name) };
  const after = (ms: number, act: () => void): vscode.Disposable => {
    const timer = setTimeout(act, ms);
    return new vscode.Disposable(() => clearTimeout(timer));
  };
  return { ok: true, mind: editorMind({ id, chat, after, timeoutMs: TIMEOUT_MS }) };
}

/** The models that the editor offers; empty in an editor without language models. */
export async function editorModels(): Promise<readonly vscode.LanguageModelChat[]> {
  try {
    return await vscode.lm.selectChatModels();
  } catch {
    return [];
  }
}

function chatOf(model: vscode.LanguageModelChat): EditorChat {
  const { id, name, vendor, family } = model;
  return {
    ...{ id, name, vendor, family },
    // The editor's models have no system messages, so both messages are user messages.
    send: async function* (messages, token) {
      const texts = messages.map(({ content }) => vscode.LanguageModelChatMessage.User(content));
      const source = new vscode.CancellationTokenSource();
      const listener = token.onCancellationRequested(() => source.cancel());
      try {
        const options = { justification: t('Society Studio asks this model what the agents of your file say and do.') };
        const response = await model.sendRequest(texts, options, source.token);
        yield* response.text;
      } finally {
        listener.dispose();
        source.dispose();
      }
    },
  };
}
