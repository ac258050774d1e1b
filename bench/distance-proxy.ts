import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A way to a server on which every byte is late, as over a long line. */
export interface Distance {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a way to a port of this machine; what goes through it is late by half the round trip each way. */
export async function openDistance(port: number, roundTripMs: number): Promise<Distance> {
  const sockets = new Set<Socket>();
  const late = () =>
    new Transform({
      transform(chunk, _encoding, done) {
        setTimeout(() => this.push(chunk), roundTripMs / 2);
        done();
      },
      flush(done) {
        setTimeout(done, roundTripMs / 2 + 1);
      },
    });
  const server = createServer((near) => {
    const far = createConnection({ host: '127.0.0.1', port });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        near.destroy();
        far.destroy();
        sockets.delete(socket);
      });
    }
    near.pipe(late()).pipe(far);
    far.pipe(late()).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
