import type { FastifyInstance } from 'fastify';
import { OperatorError } from '../infrastructure/operator-error.js';

/** Has a server listen. Throws an OperatorError, for people, where it cannot. */
export async function listen(
  server: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  await server.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(listeningFault(host, port, error.code), { cause: error });
  });
}

function listeningFault(host: string, port: number, code: string | undefined): string {
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is in use by another program; set PORT to another.`;
  if (code === 'EACCES') return `Port ${port} of ${host} may not be opened by this user; set PORT to one above 1023.`;
  if (code === 'ENOTFOUND') return `HOST must name this machine, but there is no host of this name: ${host}.`;
  if (code === 'EADDRNOTAVAIL') return `HOST must be an address of this machine, which has none such: ${host}.`;
  return `Port ${port} of ${host} could not be opened (${code}).`;
}

/** How long requests under way may take to be answered once the service is to end, in milliseconds. */
const drainMs = 10_000;

/** Ends a server: nothing new is taken, what is under way is answered within the time that it may take, the rest is cut off. */
export async function drain(server: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), drainMs);
  try {
    await server.close();
  } finally {
    clearTimeout(cut);
  }
}
