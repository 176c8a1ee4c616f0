/** The tools as a server of the Model Context Protocol. It only translates: what a tool does, and who permits it, is in `src/tools`. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type Tool as ListedTool,
} from '@modelcontextprotocol/sdk/types.js';
import { CancellationSource } from '../../core/util/lifecycle.js';
import { type Allowed, type CallAdapter, callTool, INSTRUCTIONS, type Question, Session, type Tool, TOOLS } from '../../tools/index.js';
import { type DiskHost, flagsFor, skillText } from './host.js';

/** Milliseconds for a user to answer a question. */
const ANSWER_MS = 10 * 60_000;

/** Serves until the transport closes. Each session begins without permissions beyond `allowed`. */
export async function serveTools(host: DiskHost, allowed: Allowed, version: string, transport: Transport): Promise<void> {
  const server = new Server(
    { name: 'society-studio', version },
    { capabilities: { tools: {}, resources: {} }, instructions: INSTRUCTIONS },
  );
  const session = new Session();
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS.map(listedTool) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }): Promise<CallToolResult> => {
    const tool = TOOLS.find(({ name }) => name === params.name);
    if (!tool) return { isError: true, content: [{ type: 'text', text: `Unknown tool ${params.name}.` }] };
    host.renew();
    const cancel = new CancellationSource();
    signal.addEventListener('abort', () => cancel.cancel());
    const progressToken = params._meta?.progressToken;
    const progress: CallAdapter['progress'] = (done, of, message) => {
      if (progressToken === undefined) return;
      const told = { progressToken, progress: done, ...(of > 0 ? { total: of } : {}), message };
      // A client that is gone needs no progress.
      void sendNotification({ method: 'notifications/progress', params: told }).catch(() => undefined);
    };
    const { ok, text } = await callTool(tool, params.arguments, host, {
      ...{ allowed, session, token: cancel.token, progress, otherwise },
      ask: server.getClientCapabilities()?.elicitation ? (question, why) => asked(server, question, why, signal) : null,
    });
    return { ...(ok ? {} : { isError: true }), content: [{ type: 'text', text }] };
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [SKILL] }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    if (uri !== SKILL.uri) throw new Error(`There is no resource ${uri}.`);
    return { contents: [{ uri, mimeType: SKILL.mimeType, text: await skillText(host) }] };
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  await server.connect(transport);
  await closed;
}

/** The format for assistants, as a resource. */
const SKILL = {
  uri: 'society-studio://skill',
  name: 'The .society format for assistants',
  description: 'How to write, check, run and explain a society, with examples.',
  mimeType: 'text/markdown',
} as const;

/** A tool as the protocol lists it. */
const listedTool = ({ name, title, description, effect, input }: Tool): ListedTool => ({
  ...{ name, title, description },
  inputSchema: input as unknown as ListedTool['inputSchema'],
  annotations: {
    title,
    readOnlyHint: effect === 'reads',
    destructiveHint: effect === 'writes',
    idempotentHint: effect === 'reads',
    openWorldHint: false,
  },
});

async function asked(server: Server, { title, lines }: Question, why: string, signal: AbortSignal): Promise<boolean> {
  const message = [title, ...lines, why].join('\n');
  const form = { message, requestedSchema: { type: 'object' as const, properties: {} } };
  const answer = await server.elicitInput(form, { timeout: ANSWER_MS, signal });
  return answer.action === 'accept';
}

/** How a user can allow a call where the client cannot ask. */
const otherwise = (tool: Tool, question: Question): string =>
  `Your client cannot ask the user. The user can start the server with ${flagsFor(tool, question)}; after words of agents were read, in a new session.`;
