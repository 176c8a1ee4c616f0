/** Sizes, defaults and units within the text. The editor's own setting for inlay hints turns them on and off. */
import * as vscode from 'vscode';
import { toPosition } from '../window/convert.js';
import { LANGUAGE, type LanguageHost } from './host.js';

export function registerHints(language: LanguageHost): vscode.Disposable {
  return vscode.languages.registerInlayHintsProvider(LANGUAGE, {
    provideInlayHints: async (document, range, token) => {
      const service = await language.service();
      if (token.isCancellationRequested) return undefined;
      const hints = await service.hints(document.uri.toString());
      return hints.flatMap(({ position, label, tooltip }) => {
        const at = toPosition(position);
        if (!range.contains(at)) return [];
        const hint = new vscode.InlayHint(at, label);
        hint.tooltip = tooltip;
        return [hint];
      });
    },
  });
}
