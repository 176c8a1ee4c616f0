/**
 * Keys of language models, in the editor's secret storage. Each belongs to the one origin it was stored for; the names
 * (never the keys) are kept in the extension's state, so that they can be listed.
 */
import type * as vscode from 'vscode';
import type { SecretVault } from '../../minds/trust/index.js';

const NAMES = 'society.keyNames';
const slot = (name: string): string => `society.key.${name}`;

/** What a name may look like in `$(secret('name'))`. */
export const KEY_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

interface StoredKey {
  readonly value: string;
  readonly origin: string;
}

export class Keys {
  constructor(
    readonly secrets: vscode.SecretStorage,
    readonly state: vscode.Memento,
  ) {}

  get names(): readonly string[] {
    return this.state.get<readonly string[]>(NAMES, []);
  }

  async set(name: string, key: StoredKey): Promise<void> {
    await this.secrets.store(slot(name), JSON.stringify({ value: key.value, origin: key.origin }));
    await this.state.update(NAMES, [...new Set([...this.names, name])].sort());
  }

  async delete(name: string): Promise<void> {
    await this.secrets.delete(slot(name));
    await this.state.update(
      NAMES,
      this.names.filter((other) => other !== name),
    );
  }

  readonly vault: SecretVault = {
    get: async (name) => parse(await this.secrets.get(slot(name))),
  };
}

function parse(text: string | undefined): StoredKey | null {
  try {
    const { value, origin } = JSON.parse(text ?? '') as Partial<StoredKey>;
    return typeof value === 'string' && typeof origin === 'string' ? { value, origin } : null;
  } catch {
    return null;
  }
}
