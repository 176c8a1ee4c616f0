/** The server of the Model Context Protocol over the standard streams. Loaded by `society mcp` and by the program that editors start. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Allowed } from '../../tools/index.js';
import { diskHost, programVersion } from './host.js';
import { serveTools } from './server.js';

/** Serves on the standard streams until the client closes them. `roots`: the folders that tools may use. */
export async function serveOnStreams(roots: readonly string[], allowed: Allowed): Promise<void> {
  const folders = await Promise.all(roots.map((root) => realpath(resolve(root))));
  const host = diskHost(folders);
  const transport = new StdioServerTransport();
  // The transport itself does not notice that the client is gone.
  process.stdin.once('end', () => void transport.close());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void transport.close());
  try {
    await serveTools(host, allowed, await programVersion(), transport);
  } finally {
    await host.close();
  }
}
