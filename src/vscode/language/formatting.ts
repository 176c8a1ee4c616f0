/** Formatting of files, and what is mended when Enter leaves a line. */
import * as vscode from 'vscode';
import type { TextEdit } from '../../language/api.js';
import { toRange } from '../window/convert.js';
import { LANGUAGE, type LanguageHost } from './host.js';

const toEdit = ({ range, text }: TextEdit): vscode.TextEdit => vscode.TextEdit.replace(toRange(range), text);

export function registerFormatting(language: LanguageHost): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDocumentFormattingEditProvider(LANGUAGE, {
      provideDocumentFormattingEdits: async (document, _options, token) => {
        const service = await language.service();
        if (token.isCancellationRequested) return undefined;
        return (await service.format(document.uri.toString())).map(toEdit);
      },
    }),
    vscode.languages.registerDocumentRangeFormattingEditProvider(LANGUAGE, {
      provideDocumentRangeFormattingEdits: async (document, { start, end }, _options, token) => {
        const service = await language.service();
        if (token.isCancellationRequested) return undefined;
        return (await service.formatRange(document.uri.toString(), document.offsetAt(start), document.offsetAt(end))).map(toEdit);
      },
    }),
    vscode.languages.registerOnTypeFormattingEditProvider(
      LANGUAGE,
      {
        provideOnTypeFormattingEdits: async (document, position, _typed, _options, token) => {
          const service = await language.service();
          if (token.isCancellationRequested) return undefined;
          return (await service.onEnter(document.uri.toString(), document.offsetAt(position))).map(toEdit);
        },
      },
      '\n',
    ),
  );
}
