import { writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { describeWhere } from '../support/machine.js';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';

describeWhere(['Chromium at /usr/bin/chromium'], 'the API page in a browser', () => {
  let service: ServiceUnderTest;
  let browser: Browser;
  beforeAll(async () => {
    [service, browser] = await Promise.all([
      startTestService(),
      chromium.launch({
        executablePath: '/usr/bin/chromium',
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([service?.close(), browser?.close()]);
  });

  test('opens on a query that works, from this server alone', async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const elsewhere: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== service.url) elsewhere.push(request.url());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(service.url);
    const run = page.locator('.graphiql-execute-button');
    await run.waitFor();
    const answered = page.waitForResponse(
      (response) => response.url().endsWith('/graphql') && (response.request().postData() ?? '').includes('products'),
    );
    await run.click();
    const answer = await (await answered).json();
    expect(answer.errors).toBeUndefined();
    expect(answer.data.stores.nodes[0].products.nodes).toHaveLength(3);
    const shown = page.locator('.result-window');
    await shown.getByText(answer.data.stores.nodes[0].products.nodes[0].name.slice(0, 12)).first().waitFor();
    // The schema's descriptions come by introspection, with the same key.
    await page.locator('.graphiql-sidebar button').first().click();
    await page.getByText('Root Types').waitFor();
    if (process.env.SCREENSHOT) await writeFile(process.env.SCREENSHOT, await page.screenshot());
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('still runs a query when it is opened again, at its own address and behind a path prefix', async () => {
    const prefixed = await prefixProxy('/tools/drawbridge', service.url);
    try {
      for (const address of [`${service.url}/`, `${prefixed.url}/`]) {
        // One context keeps one cache: what is opened again is the copy that the browser kept.
        const context = await browser.newContext();
        const page = await context.newPage();
        const faults: string[] = [];
        page.on('pageerror', (error) => faults.push(error.message));
        page.on('console', (message) => {
          if (message.type() === 'error') faults.push(message.text());
        });
        const statuses: number[] = [];
        page.on('response', (response) => {
          if (response.url() === address) statuses.push(response.status());
        });
        await page.goto(address);
        await page.locator('.graphiql-execute-button').waitFor();
        for (const again of [() => page.reload(), () => page.goto(address)]) {
          await again();
          const run = page.locator('.graphiql-execute-button');
          await run.waitFor();
          const answered = page.waitForResponse((response) =>
            (response.request().postData() ?? '').includes('products'),
          );
          await run.click();
          const answer = await answered;
          expect(answer.url()).toBe(`${address}graphql`);
          expect((await answer.json()).data.stores.nodes[0].products.nodes).toHaveLength(3);
        }
        expect(statuses).toHaveLength(3);
        expect(faults).toEqual([]);
        await context.close();
      }
    } finally {
      prefixed.server.close();
    }
  }, 60_000);
});

/** A proxy that offers a service under a path of its own and nothing else, as an operator's nginx does. */
async function prefixProxy(prefix: string, target: string): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (!path.startsWith(`${prefix}/`)) {
      response.writeHead(404).end();
      return;
    }
    const { method, headers } = request;
    const onward = httpRequest(target + path.slice(prefix.length), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`, server };
}
