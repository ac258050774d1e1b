import { EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { PHPLoaderModule } from '@php-wasm/universal';

/** What emscripten takes for a WebSocket, and is the TCP connection that its address names. */
class TcpSocket extends EventEmitter {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readyState = 0;
  readonly addEventListener = this.on;
  readonly removeEventListener = this.off;
  private readonly socket: Socket;

  constructor(readonly url: string) {
    super();
    const { searchParams: to } = new URL(url);
    this.socket = connect(Number(to.get('port')), to.get('host') ?? '').setNoDelay();
    this.socket.on('connect', () => this.become(this.OPEN, 'open'));
    this.socket.on('data', (bytes) => this.emit('message', bytes, true));
    this.socket.on('close', () => this.become(this.CLOSED, 'close'));
    // Whoever waits is told that it is closed; it follows.
    this.socket.on('error', () => {});
  }

  private become(state: number, event: string): void {
    this.readyState = state;
    this.emit(event);
  }

  send(bytes: ArrayBuffer | Uint8Array): void {
    this.socket.write(new Uint8Array(bytes));
  }

  close(): void {
    this.socket.end();
  }
}

/** A PHP in WebAssembly that reaches servers on this machine over TCP, so that it can use a real database. */
export function withSockets(load: () => Promise<PHPLoaderModule>): () => Promise<PHPLoaderModule> {
  return async () => {
    const php = await load();
    const websocket = {
      url: (_socket: unknown, host: string, port: number) => `ws://127.0.0.1:1/?host=${host}&port=${port}`,
      subprotocol: 'binary',
      decorator: () => TcpSocket,
    };
    return { ...php, init: (runtime, options) => php.init(runtime, { ...options, websocket }) };
  };
}
