import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What says that it is MySQL, over its own protocol: it agrees to every statement and prepares none. */
export interface MySqlServer {
  readonly port: number;
  /** The statements that came, in order. */
  readonly heard: string[];
  close(): Promise<void>;
}

const agreed = Buffer.from([0, 0, 0, 2, 0, 0, 0]);

/** Opens a server of this version; whatever is to be prepared ends with this number of an error. */
export async function openMySqlServer(version: string, errorNumber: number): Promise<MySqlServer> {
  const heard: string[] = [];
  const error = Buffer.concat([Buffer.from([0xff, errorNumber & 0xff, errorNumber >> 8]), Buffer.from('#HY000no')]);
  const server = createServer((socket: Socket) => {
    const send = (sequence: number, payload: Buffer) => {
      const head = Buffer.from([payload.length & 0xff, (payload.length >> 8) & 0xff, 0, sequence]);
      socket.write(Buffer.concat([head, payload]));
    };
    // Protocol 10: version, thread, eight bytes of salt, capabilities, charset, status, twelve bytes of salt, the plugin.
    send(
      0,
      Buffer.concat([
        Buffer.from(`\x0a${version}\0`),
        Buffer.from([1, 0, 0, 0]),
        Buffer.from('12345678\0'),
        Buffer.from([0x0f, 0xa2, 45, 2, 0, 0x0a, 0, 21]),
        Buffer.alloc(10),
        Buffer.from('123456789012\0mysql_native_password\0'),
      ]),
    );
    let [waiting, isIn] = [Buffer.alloc(0), false];
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUIntLE(0, 3)) {
        const length = waiting.readUIntLE(0, 3);
        const [sequence, payload] = [waiting[3] ?? 0, waiting.subarray(4, 4 + length)];
        waiting = waiting.subarray(4 + length);
        const command = isIn ? payload[0] : null;
        if (command === 0x01) return void socket.end();
        if (command !== null) heard.push(payload.subarray(1).toString());
        isIn = true;
        send(sequence + 1, command === 0x16 ? error : agreed);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
