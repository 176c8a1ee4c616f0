/**
 * The parts of the editor's interface that are newer than the version that the extension needs: language model tools (1.95) and servers of
 * the Model Context Protocol (1.101). Each is undefined where the editor does not have it.
 */
import * as vscode from 'vscode';

interface Prepared {
  readonly invocationMessage?: string;
  /** The editor shows it and asks for permission. */
  readonly confirmationMessages?: { readonly title: string; readonly message: vscode.MarkdownString };
}

interface Invocation {
  readonly input: unknown;
}

/** An implementation of a tool in the manifest. */
export interface EditorTool {
  prepareInvocation(options: Invocation, token: vscode.CancellationToken): Promise<Prepared>;
  invoke(options: Invocation, token: vscode.CancellationToken): Promise<unknown>;
}

interface ServerProvider {
  readonly onDidChangeMcpServerDefinitions: vscode.Event<void>;
  provideMcpServerDefinitions(): readonly unknown[];
}

interface NewerApi {
  readonly lm?: {
    readonly registerTool?: (name: string, tool: EditorTool) => vscode.Disposable;
    readonly registerMcpServerDefinitionProvider?: (id: string, provider: ServerProvider) => vscode.Disposable;
  };
  readonly LanguageModelToolResult?: new (parts: readonly unknown[]) => unknown;
  readonly LanguageModelTextPart?: new (text: string) => unknown;
  readonly McpStdioServerDefinition?: new (
    label: string,
    command: string,
    args: readonly string[],
    env: { readonly [name: string]: string },
    version: string,
  ) => unknown;
}

const newer: NewerApi = vscode as unknown as NewerApi;

/** Registers a tool; nothing where the editor has no tools. */
export const registerTool = (name: string, tool: EditorTool): vscode.Disposable =>
  newer.lm?.registerTool?.(name, tool) ?? new vscode.Disposable(() => undefined);

export const registerServers = newer.lm?.registerMcpServerDefinitionProvider?.bind(newer.lm);

/** A text as the result of a tool. */
export function toolResult(text: string): unknown {
  const { LanguageModelToolResult: Result, LanguageModelTextPart: Part } = newer;
  if (!Result || !Part) throw new Error('This editor has no language model tools.');
  return new Result([new Part(text)]);
}

export const McpServer = newer.McpStdioServerDefinition;
