/** Clients of the Model Context Protocol for tests: the official client, with a server in a process of its own. */
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

interface Answer {
  readonly isError?: boolean;
  readonly text: string;
}

export interface McpClient {
  readonly client: Client;
  /** Questions to the user, oldest first. */
  readonly asked: readonly string[];
  call(name: string, input?: object, options?: Parameters<Client['callTool']>[2]): Promise<Answer>;
}

export interface McpClients {
  /** `agrees`: what the user answers; null for a client that cannot ask. `script`: the program from the folder of the project. */
  connect(agrees: boolean | null, script: string, ...args: readonly string[]): Promise<McpClient>;
  /** Ends all clients and their servers. */
  close(): Promise<void>;
}

export function mcpClients(): McpClients {
  const open: Client[] = [];
  return {
    connect: async (agrees, script, ...args) => {
      const client = new Client({ name: 'test', version: '1' }, { capabilities: agrees === null ? {} : { elicitation: {} } });
      const asked: string[] = [];
      if (agrees !== null)
        client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
          asked.push(params.message);
          return { action: agrees ? 'accept' : 'decline', content: {} };
        });
      const command = { command: process.execPath, args: [join(process.cwd(), script), ...args] };
      await client.connect(new StdioClientTransport({ ...command, stderr: 'ignore' }));
      open.push(client);
      return {
        ...{ client, asked },
        call: async (name, input = {}, options = {}) => {
          const { isError, content } = await client.callTool({ name, arguments: { ...input } }, undefined, options);
          return { ...(isError ? { isError: true } : {}), text: (content as { text: string }[])[0]?.text ?? '' };
        },
      };
    },
    close: async () => {
      await Promise.all(open.splice(0).map((client) => client.close()));
    },
  };
}
