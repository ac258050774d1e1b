import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way between two programs that can be cut, or can fall silent. */
export interface TcpProxy {
  readonly port: number;
  /** Ends every connection at once, as a router does that forgets them; new ones may come. */
  cut(): void;
  /** Whether it takes connections and passes nothing on, as a server does that hangs. */
  silent: boolean;
  /** Which way the next bytes are lost, with the connection that they came over; null: they pass. */
  loses: 'question' | 'answer' | null;
  close(): Promise<void>;
}

/** Passes bytes on to a port of this machine. */
export async function openTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let silent = false;
  let loses: TcpProxy['loses'] = null;
  const server = createServer((from) => {
    const to = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on('data', (bytes) => {
        if (loses === (one === from ? 'question' : 'answer')) {
          loses = null;
          from.resetAndDestroy();
          to.destroy();
        } else if (!silent) other.write(bytes);
      });
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    get silent() {
      return silent;
    },
    set silent(value: boolean) {
      // What was swallowed is lost, so the connections that it was sent over are of no use afterwards.
      if (silent && !value) cut();
      silent = value;
    },
    get loses() {
      return loses;
    },
    set loses(value) {
      loses = value;
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
