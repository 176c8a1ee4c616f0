/** The hover on a phase or rule of a society with crowds: whether it runs over columns, and why not. */
import * as vscode from 'vscode';
import { CROWD } from '../../engine/model/crowdSize.js';
import { toRange } from '../window/convert.js';
import { rooms } from '../window/rooms.js';
import { LANGUAGE, type LanguageHost } from './host.js';

/** The start of a key, before its colon. */
const KEY = /^\w+(?=['"]?\s*:)/;

export function registerCrowdHovers(language: LanguageHost): vscode.Disposable {
  return vscode.languages.registerHoverProvider(LANGUAGE, {
    provideHover: async (document, position, token) => {
      const word = document.getWordRangeAtPosition(position, /\w+/);
      if (!word || !KEY.test(document.lineAt(word.start.line).text.slice(word.start.character))) return undefined;
      const uri = document.uri.toString();
      const service = await language.service();
      const { society } = await service.resolve(uri);
      const hasCrowds = Object.values(society.populations ?? {}).some((population) => (population?.size ?? 0) >= CROWD);
      if (!hasCrowds || token.isCancellationRequested) return undefined;
      const { ruleHover } = await (await rooms.runs()).crowdRoom();
      const found = await ruleHover(service, uri, { line: position.line, character: position.character });
      return found && new vscode.Hover(new vscode.MarkdownString(found.markdown), toRange(found.range));
    },
  });
}
