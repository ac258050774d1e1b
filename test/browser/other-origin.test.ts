import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from '../support/chromium.js';
import { describeWhere } from '../support/machine.js';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';

/** What a page's script gives to `fetch`. */
interface Sent {
  readonly method?: string;
  readonly mode?: 'no-cors';
  readonly credentials?: 'include';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

describeWhere(['Chromium at /usr/bin/chromium'], 'a page of another origin, in a browser', () => {
  let service: ServiceUnderTest;
  let browser: Browser;
  /** One that the service lets in, and one that it does not. */
  let friends: Server;
  let strangers: Server;
  const origin = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serve = async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };
  beforeAll(async () => {
    [friends, strangers, browser] = await Promise.all([serve(), serve(), openChromium()]);
    service = await startTestService({ DRAWBRIDGE_CORS_ORIGINS: origin(friends) });
  });
  afterAll(async () => {
    await Promise.all([service?.close(), browser?.close()]);
    for (const server of [friends, strangers]) {
      server?.closeAllConnections();
      server?.close();
    }
  });

  /** What the service answered to requests of this method, by its log. */
  const answered = (method: string): number[] =>
    service
      .written()
      .split('\n')
      .filter((line) => line.includes(`"method":"${method}"`) && line.includes('Answered.'))
      .map((line) => JSON.parse(line).status);
  const open = async (server: Server): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(origin(server));
    return page;
  };
  /** What a script of the page gets for a request of it: status and text, or why there is none. */
  const fetched = (page: Page, path: string, options: Sent) =>
    page.evaluate(
      async ([url, init]) => {
        try {
          const answer = await fetch(url, init);
          return {
            status: answer.status,
            text: await answer.text(),
            left: answer.headers.get('x-request-id') !== null,
          };
        } catch (error) {
          return { status: null, text: String(error), left: false };
        }
      },
      [`${service.url}${path}`, options] as const,
    );
  const asks = (query: string, type = 'application/json') => ({
    method: 'POST',
    headers: { 'content-type': type, authorization: 'Bearer demo' },
    body: JSON.stringify({ query }),
  });

  test('is answered where its origin is let in, and asks beforehand but once', async () => {
    const page = await open(friends);
    for (let i = 0; i < 3; i += 1) {
      const { status, text, left } = await fetched(page, '/graphql', asks('{ viewer { account } }'));
      expect([status, left, JSON.parse(text).errors]).toEqual([200, true, undefined]);
    }
    expect(answered('OPTIONS')).toHaveLength(1);
    const plain = await fetched(page, '/graphql', asks('{ viewer { account } }', 'text/plain'));
    expect([400, 415]).toContain(plain.status);
    // Pages of other origins may call the graph and nothing else.
    expect((await fetched(page, '/egress.json', {})).status).toBeNull();
    await page.close();
  });

  test('reads and changes nothing where its origin is not let in, whatever kind of request it makes', async () => {
    const page = await open(strangers);
    const [before, gotBefore] = [answered('POST').length, answered('GET').length];
    const add = 'mutation { connectStore(input: { url: "https://planted.example/" }) { store { id } } }';
    expect((await fetched(page, '/graphql', asks(add))).status).toBeNull();
    // Requests that browsers send without asking beforehand, as forms and pictures do.
    const body = JSON.stringify({ query: add });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      await fetched(page, '/graphql', {
        method: 'POST',
        mode: 'no-cors',
        credentials: 'include',
        headers: { 'content-type': type },
        body,
      });
    const query = new URLSearchParams({ query: '{ viewer { account } }' });
    await fetched(page, `/graphql?${query}`, { mode: 'no-cors', credentials: 'include' });
    await page.evaluate(
      ([action, text]) => {
        const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'text/plain', action });
        form.append(Object.assign(document.createElement('input'), { name: text.slice(0, -1), value: '}' }));
        document.body.append(form);
        form.submit();
      },
      [`${service.url}/graphql`, `${body.slice(0, -1)},"x":"`] as const,
    );
    await page.waitForURL(`${service.url}/graphql`);
    const refused = answered('POST').slice(before);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    const got = answered('GET').slice(gotBefore, gotBefore + 1);
    expect([new Set(refused), got]).toEqual([new Set([401]), [401]]);
    const stores = await fetch(`${service.url}/graphql`, asks('{ stores { nodes { url } } }'));
    expect(await stores.text()).not.toContain('planted');
    await page.close();
  });
});
