/** What this window grants to models that a file names. Only the user's own settings count, never the workspace's. */
import * as vscode from 'vscode';
import type { AllowedEnv } from '../minds/trust/index.js';
import type { MindAccessPorts } from '../runs/index.js';
import type { Keys } from './keys.js';

export function mindAccess(keys: Keys): MindAccessPorts {
  return {
    trusted: vscode.workspace.isTrusted,
    env: (name) => process.env[name],
    vault: keys.vault,
    allowedEnv: allowedEnvironment(vscode.workspace.getConfiguration('society').inspect('allowedEnvironment')?.globalValue),
  };
}

/** The setting, as far as it has the shape of one. */
export function allowedEnvironment(value: unknown): AllowedEnv {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).flatMap(([name, origins]: [string, unknown]) =>
    Array.isArray(origins) ? [[name, origins.filter((origin) => typeof origin === 'string')] as const] : [],
  );
  return Object.fromEntries(entries);
}
