/** `--metrics PORT`: figures of a live capture for Prometheus, on the loopback interface only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CliError } from './io.js';

const HOST = '127.0.0.1';
/** A page of another site that reaches the port by a name of its own is turned away. */
const OWN_NAMES = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i;

/** A server of metrics. */
export interface MetricsServer {
  readonly port: number;
  close(): void;
}

/**
 * Begins to answer `GET /metrics`.
 * @param port 0 for any that is free
 * @param text asked for every answer
 * Throws `CliError` where the port cannot be had.
 */
export async function serveMetrics(port: number, text: () => Promise<string>): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    answer(request, response, text).catch(() => response.destroy());
  });
  // Whoever holds a connection open without a word gets none of the memory for long.
  server.headersTimeout = 5000;
  server.requestTimeout = 5000;
  server.maxConnections = 16;
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new CliError(2, `--metrics: port ${port} of ${HOST} cannot be used: ${error.message}`)),
    );
    server.listen(port, HOST, resolve);
  });
}

async function answer(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  text: () => Promise<string>,
): Promise<void> {
  if (!OWN_NAMES.test(headers.host ?? '')) end(response, 403, 'Ask 127.0.0.1.\n');
  else if (url !== '/metrics') end(response, 404, 'There is /metrics.\n');
  else if (method !== 'GET' && method !== 'HEAD') end(response, 405, 'GET it.\n');
  else end(response, 200, await text());
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  response.end(text);
}
