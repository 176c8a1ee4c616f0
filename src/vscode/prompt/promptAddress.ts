/** The address of a prompt document, which names the file and the agent, and the person at the cursor. */
import * as vscode from 'vscode';
import type { LanguageService } from '../../language/api.js';
import { toRange } from '../window/convert.js';

export const PROMPT_SCHEME = 'society-prompt';

export interface PromptOf {
  readonly file: vscode.Uri;
  readonly agent: string;
  /** Number of rounds before the question. */
  readonly after: number;
  readonly wording?: string | undefined;
}

/** The URI of a prompt. The path is the title of the tab; the query identifies the prompt. */
export function promptUri({ file, agent, after, wording }: PromptOf): vscode.Uri {
  const query = JSON.stringify({ file: file.toString(), agent, after, ...(wording === undefined ? {} : { wording }) });
  return vscode.Uri.from({ scheme: PROMPT_SCHEME, path: `/${agent}.prompt.md`, query });
}

/** The parts of an address; null if it is not the address of a prompt. */
export function promptOf(uri: vscode.Uri): PromptOf | null {
  try {
    const { file, agent, after, wording } = JSON.parse(uri.query) as { readonly [key: string]: unknown };
    if (typeof file !== 'string' || typeof agent !== 'string') return null;
    return {
      file: vscode.Uri.parse(file, true),
      agent,
      after: typeof after === 'number' ? after : 0,
      wording: typeof wording === 'string' ? wording : undefined,
    };
  } catch {
    return null;
  }
}

/** A persona or population of a file, and the place of its name. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly range: vscode.Range;
  readonly selection: vscode.Range;
}

const SECTIONS: ReadonlySet<string> = new Set(['personas', 'populations']);

export async function peopleOf(language: LanguageService, file: vscode.Uri): Promise<readonly Person[]> {
  const symbols = await language.symbols(file.toString());
  return symbols
    .filter(({ name, kind }) => kind === 'section' && SECTIONS.has(name))
    .flatMap(({ children }) => children)
    .map(({ name, detail, range, selection }) => ({
      id: name,
      name: detail || name,
      range: toRange(range),
      selection: toRange(selection),
    }));
}

/** The person whose lines contain a position. */
export const personAt = (people: readonly Person[], position: vscode.Position): Person | undefined =>
  people.findLast(({ range }) => position.line >= range.start.line && position.isBeforeOrEqual(range.end));
