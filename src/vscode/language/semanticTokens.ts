/** Semantic colours. In a large file, only the visible part is coloured. */
import * as vscode from 'vscode';
import type { SemanticToken, TokenType } from '../../language/api.js';
import { LANGUAGE, type LanguageHost } from './host.js';

const TYPES: readonly TokenType[] = [
  ...(['class', 'interface', 'namespace', 'function', 'variable', 'property', 'parameter', 'enumMember', 'type'] as const),
];
const LEGEND = new vscode.SemanticTokensLegend([...TYPES], ['definition', 'readonly']);

/** Maximum number of characters of a file that is coloured as a whole. */
const WHOLE_UP_TO = 200_000;

export function registerSemanticTokens(language: LanguageHost): vscode.Disposable {
  const { languages } = vscode;
  const tokens = async (
    document: vscode.TextDocument,
    from: number,
    to: number,
    token: vscode.CancellationToken,
  ): Promise<vscode.SemanticTokens | undefined> => {
    const service = await language.service();
    if (token.isCancellationRequested) return undefined;
    return built(await service.tokens(document.uri.toString(), from, to));
  };
  return vscode.Disposable.from(
    languages.registerDocumentSemanticTokensProvider(
      LANGUAGE,
      {
        provideDocumentSemanticTokens: (document, token) => {
          const { length } = document.getText();
          return length > WHOLE_UP_TO ? undefined : tokens(document, 0, length, token);
        },
      },
      LEGEND,
    ),
    languages.registerDocumentRangeSemanticTokensProvider(
      LANGUAGE,
      {
        provideDocumentRangeSemanticTokens: (document, range, token) =>
          tokens(document, document.offsetAt(range.start), document.offsetAt(range.end), token),
      },
      LEGEND,
    ),
  );
}

function built(tokens: readonly SemanticToken[]): vscode.SemanticTokens {
  const builder = new vscode.SemanticTokensBuilder(LEGEND);
  for (const { line, character, length, type, definition, readonly } of tokens)
    builder.push(line, character, length, TYPES.indexOf(type), (definition ? 1 : 0) | (readonly ? 2 : 0));
  return builder.build();
}
