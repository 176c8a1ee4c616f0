import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

describe('the extension in VS Code', () => {
  it('is installed and activates', async () => {
    const extension = vscode.extensions.getExtension('society-studio.society-studio');
    assert.ok(extension, `VS Code ${vscode.version} does not know the extension`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
