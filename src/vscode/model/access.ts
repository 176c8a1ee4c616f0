/** The permissions of models in a file, and the language models of the editor as minds. */
import * as vscode from 'vscode';
import type { EditorModel } from '../../language/generated/society.js';
import type { BatchNews, EditorChat } from '../../minds/index.js';
import type { MindAccessPorts, Opened } from '../../runs/index.js';
import type { AllowedEnv } from '../../minds/trust/index.js';
import { personInEditor } from './human.js';
import type { Keys } from './keys.js';
import { dirname } from '../../node/paths.js';
import { environment } from '../../node/platform.js';
import { pathOf } from '../window/paths.js';

const { t } = vscode.l10n;

/** The access of a file's society. Paths are relative to the folder of the file. */
export function mindAccess(keys: Keys, uri: vscode.Uri): MindAccessPorts {
  const trusted = vscode.workspace.isTrusted;
  return {
    trusted,
    person: personInEditor(),
    batchNews: showBatches,
    editor: openEditorModel,
    recording: async (path, file) => {
      const { readRecording } = await import('../../node/recordedAnswers.js');
      return readRecording(path, file, dirname(pathOf(uri)), trusted);
    },
    env: environment,
    vault: keys.vault,
    allowedEnv: allowedEnvironment(vscode.workspace.getConfiguration('society').inspect('allowedEnvironment')?.globalValue),
  };
}

/** Milliseconds that the status bar shows how far a batch is: the server is asked again within a minute. */
const BATCH_SHOWN_MS = 70_000;

/** Shows how far a batch is, and which questions are asked one by one because a batch did not answer them. */
function showBatches(news: BatchNews): void {
  if (news.kind === 'waiting') {
    const { mind, answered, total } = news;
    vscode.window.setStatusBarMessage(t('Waiting for a batch of {0}: {1} of {2} answered', mind, answered, total), BATCH_SHOWN_MS);
    return;
  }
  const { mind, questions, of, reason } = news;
  const text = t('{1} of {2} questions in a batch of {0} have no answer ({3}). They are asked one by one.', mind, questions, of, reason);
  void vscode.window.showWarningMessage(text);
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
