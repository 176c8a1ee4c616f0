/** What this window grants to models that a file names. Only the user's own settings count, never the workspace's. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { AllowedEnv } from '../../minds/trust/index.js';
import type { MindAccessPorts } from '../../runs/index.js';
import { personInEditor } from './human.js';
import type { Keys } from './keys.js';
import { openEditorModel } from './editorMind.js';

/** For the society of a file: paths in it are relative to its folder. */
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

/** The setting, as far as it has the shape of one. */
function allowedEnvironment(value: unknown): AllowedEnv {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).flatMap(([name, origins]: [string, unknown]) =>
    Array.isArray(origins) ? [[name, origins.filter((origin) => typeof origin === 'string')] as const] : [],
  );
  return Object.fromEntries(entries);
}
