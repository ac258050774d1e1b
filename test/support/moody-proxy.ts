import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request as relay } from 'undici';

/** How the way to a store behaves. */
export type Mood = 'honest' | 'down' | 'silent' | 'page' | 'altered' | 'replaying' | 'redirecting';

export interface MoodyProxy {
  readonly url: string;
  mood: Mood;
  close(): Promise<void>;
}

const ownToConnections = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A host in front of a store that can behave as hosts, firewalls and attackers do. */
export async function openMoodyProxy(target: string): Promise<MoodyProxy> {
  const proxy = { mood: 'honest' as Mood };
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const forward = async () => {
      const answer = await relay(new URL(request.url ?? '/', target), {
        method: request.method as 'GET' | 'POST',
        headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ownToConnections.has(name))),
        body: body.length > 0 ? body : null,
      });
      return { answer, bytes: Buffer.from(await answer.body.arrayBuffer()) };
    };
    switch (proxy.mood) {
      case 'down':
        return request.socket.destroy();
      case 'silent':
        return;
      case 'page':
        response.writeHead(200, { 'content-type': 'text/html' });
        return response.end('<!doctype html><title>Attention required!</title><p>Prove that you are human.</p>');
      case 'redirecting':
        response.writeHead(302, { location: 'https://elsewhere.example/login' });
        return response.end();
    }
    if (proxy.mood === 'replaying') await forward();
    const { answer, bytes } = await forward();
    const last = bytes.length - 1;
    if (proxy.mood === 'altered') bytes.writeUInt8((bytes.readUInt8(last) + 1) % 256, last);
    const headers = Object.entries(answer.headers).filter(([name]) => !ownToConnections.has(name));
    response.writeHead(answer.statusCode, Object.fromEntries(headers));
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
