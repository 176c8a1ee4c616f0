/**
 * The tools for assistants in the editor. The editor asks the user before a tool acts, with what it would do. After an assistant has read
 * words of agents, the extension asks itself, in a dialog that no setting of the editor answers.
 */
import * as vscode from 'vscode';
import type { CallAdapter, Question, Session, Tool, ToolHost } from '../../tools/index.js';
import { rooms } from '../window/rooms.js';
import { type EditorTool, registerTool, toolResult } from './editorApi.js';

const { t } = vscode.l10n;

/** Names of tools in the manifest begin with this. */
const PREFIX = 'society_';

/** The editor has asked the user where that is needed: `confirmationMessages`. */
const CONFIRMED = { costs: true, sends: true, writes: true } as const;

/** Registers the tools of the manifest; nothing where the editor has no tools. */
export function registerTools(manifest: unknown, host: ToolHost): vscode.Disposable {
  let session: Promise<Session> | null = null;
  const sessionOfWindow = (): Promise<Session> => (session ??= rooms.tools().then((room) => new room.Session()));
  return vscode.Disposable.from(...namesIn(manifest).map((name) => registerTool(name, editorTool(name, host, sessionOfWindow))));
}

function namesIn(manifest: unknown): readonly string[] {
  const { contributes } = manifest as { readonly contributes?: { readonly languageModelTools?: readonly { readonly name: string }[] } };
  return (contributes?.languageModelTools ?? []).map(({ name }) => name);
}

function editorTool(name: string, host: ToolHost, sessionOfWindow: () => Promise<Session>): EditorTool {
  /** What the editor asked the user, by the input of the call. */
  const confirmed = new Map<string, Question>();
  return {
    prepareInvocation: async ({ input }) => {
      const tool = await toolNamed(name);
      const { questionOf } = await rooms.tools();
      const { hasWords } = await sessionOfWindow();
      const question = hasWords ? null : await questionOf(tool, input, host);
      const key = JSON.stringify(input);
      if (question) confirmed.set(key, question);
      else confirmed.delete(key);
      return {
        invocationMessage: tool.title,
        ...(question ? { confirmationMessages: { title: question.title, message: shown(question) } } : {}),
      };
    },
    invoke: async ({ input }, token) => {
      const { callTool } = await rooms.tools();
      const key = JSON.stringify(input);
      const agreed = confirmed.get(key) ?? null;
      confirmed.delete(key);
      const adapter: CallAdapter = {
        ...{ allowed: CONFIRMED, session: await sessionOfWindow(), token, progress: () => undefined, ask: asked, agreed },
        otherwise: () => '',
      };
      const { ok, text } = await callTool(await toolNamed(name), input, host, adapter);
      if (!ok) throw new Error(text);
      return toolResult(text);
    },
  };
}

async function toolNamed(name: string): Promise<Tool> {
  const found = (await rooms.tools()).TOOLS.find((tool) => `${PREFIX}${tool.name}` === name);
  if (!found) throw new Error(`Unknown tool ${name}.`);
  return found;
}

/** The lines of a question, without Markdown of their own. */
const shown = ({ lines }: Question): vscode.MarkdownString => new vscode.MarkdownString().appendCodeblock(lines.join('\n'), 'text');

async function asked({ title, lines }: Question, why: string): Promise<boolean> {
  const allow = t('Allow');
  const detail = [why, ...lines].join('\n');
  return (await vscode.window.showWarningMessage(title, { modal: true, detail }, allow)) === allow;
}
