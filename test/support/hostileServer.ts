/**
 * A server on 127.0.0.1 that is hostile, or broken in ways that cause no error: it changes to another protocol, answers with
 * thousands of braces, hides its usage, or asks its client to wait forever. Each behaviour is one function of the request.
 */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ReceivedRequest } from './modelServer.js';

export type Behaviour = (response: http.ServerResponse, request: ReceivedRequest, index: number) => void;

export interface HostileServer {
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  behave: Behaviour;
  close(): Promise<void>;
}

export async function startHostileServer(behaviour: Behaviour): Promise<HostileServer> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    request.on('end', () => {
      const received = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, text, body: parsed(text) };
      requests.push(received);
      handle.behave(response, received, requests.length - 1);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const handle: HostileServer = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    behave: behaviour,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return handle;
}

function parsed(text: string): ReceivedRequest['body'] {
  try {
    return JSON.parse(text) as ReceivedRequest['body'];
  } catch {
    return null;
  }
}

export function sendJson(response: http.ServerResponse, body: unknown, status = 200, headers: http.OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** A completion with this text, and the usage that the server reports. */
export const saying =
  (content: string, usage: object | null = { prompt_tokens: 50, completion_tokens: 20 }): Behaviour =>
  (response) =>
    sendJson(response, { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }], usage });

/** The head of another protocol, and a connection that is closed or stays open after it. */
export const switching =
  (to: string, closes: boolean): Behaviour =>
  (response) => {
    response.socket!.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${to}\r\n\r\n`);
    if (closes) response.socket!.end();
  };
