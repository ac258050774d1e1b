import { unlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { type Operator, type OperatorCommand, OperatorRefusal, operatorCommands } from '../domain/operator.js';
import type { Log } from '../infrastructure/logger.js';

/**
 * Listens for the operator's commands on a socket in the data folder that its owner alone can open: a running service holds the
 * embedded registry, so what is to be done to it is done by the service. Gives what ends it.
 */
export async function listenForOperator(path: string, operator: Operator, log: Log): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    answer(request, response, operator).catch((error: unknown) => {
      log.error({ err: error }, 'A command of the operator failed.');
      send(response, 500, { error: 'Something went wrong in the service; its log says what.' });
    });
  });
  await unlink(path).catch(() => undefined);
  // The socket is bound within listen(), with the mode that the process gives to new files at that moment.
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function answer(request: IncomingMessage, response: ServerResponse, operator: Operator): Promise<void> {
  const { command, args } = JSON.parse(await readAll(request)) as { command: OperatorCommand; args: never };
  if (!operatorCommands.includes(command)) return send(response, 400, { error: 'The service has no such command.' });
  try {
    send(response, 200, await operator[command](args));
  } catch (error) {
    if (!(error instanceof OperatorRefusal)) throw error;
    send(response, 422, { error: error.message });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
