import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import { describeWhere } from '../support/machine.js';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';

const examples = join(packageRoot, 'schema/operations/examples');

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
      (response) =>
        response.url().endsWith('/graphql') && (response.request().postData() ?? '').includes('products(first: 3)'),
    );
    await run.click();
    const answer = await (await answered).json();
    expect(answer.errors).toBeUndefined();
    expect(answer.data.stores.nodes[0].products.nodes).toHaveLength(3);
    const shown = page.locator('.result-window');
    await shown.getByText(answer.data.stores.nodes[0].products.nodes[0].name.slice(0, 12)).first().waitFor();
    // The schema's descriptions come by introspection, with the same key.
    await page.locator('.graphiql-sidebar').getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('Root Types').waitFor();
    if (process.env.SCREENSHOT) await writeFile(process.env.SCREENSHOT, await page.screenshot());
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('offers the saved examples, their variables filled from the first store', async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(service.url);
    const titles = readdirSync(examples).filter((name) => name.endsWith('.graphql'));
    const buttons = page.locator('.examples button');
    await buttons.first().waitFor();
    expect(await buttons.count()).toBe(titles.length);
    for (let i = 0; i < titles.length; i++) {
      await buttons.nth(i).click();
      const text = await buttons.nth(i).textContent();
      await page.waitForFunction((tabs) => document.querySelectorAll('.graphiql-tab').length === tabs, i + 2);
      const answered = page.waitForResponse((response) =>
        (response.request().postData() ?? '').includes('query Example'),
      );
      await page.waitForTimeout(100);
      await page.locator('.graphiql-execute-button').click();
      const answer = await (await answered).json();
      expect([text, answer.errors]).toEqual([text, undefined]);
      expect(JSON.stringify(answer.data)).toMatch(/"(id|nativeId|productId)":"/);
    }
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/examples.png` });
    await page.close();
  });

  describe('of a service with keys of its own', () => {
    const key = 'an-api-key-of-the-tests';
    let keyed: ServiceUnderTest;
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'drawbridge-graphiql-'));
      keyed = await startTestService({ DRAWBRIDGE_API_KEYS: `tests:${key}`, DRAWBRIDGE_DATA_DIR: folder });
    });
    afterAll(async () => {
      await keyed?.close();
      rmSync(folder, { recursive: true });
    });
    const shot = async (page: Page, name: string) => {
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` });
    };
    const kept = (page: Page) =>
      page.evaluate(() => [localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage })));

    test('asks for the key, keeps it for the tab alone, and loads the schema by itself', async () => {
      const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
      const page = await context.newPage();
      const introspections: number[] = [];
      page.on('response', (response) => {
        if (response.request().postData()?.includes('__schema')) introspections.push(response.status());
      });
      await page.goto(keyed.url);
      const field = page.getByLabel('API key');
      await field.waitFor();
      await shot(page, 'asks-for-the-key');
      expect(introspections).toEqual([]);
      await field.fill('a-key-that-nobody-has');
      await page.getByRole('button', { name: 'Open' }).click();
      await page.getByRole('alert').getByText('does not know this key').waitFor();
      await field.fill(key);
      await page.getByRole('button', { name: 'Open' }).click();
      await page.locator('.graphiql-execute-button').waitFor();
      await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
      await page.getByText('Root Types').waitFor();
      expect(introspections).toEqual([200]);
      const [forGood, forTheTab] = await kept(page);
      expect(forGood).not.toContain(key);
      expect(forTheTab).toContain(key);

      await page.reload();
      const run = page.locator('.graphiql-execute-button');
      await run.waitFor();
      const answered = page.waitForResponse((response) =>
        (response.request().postData() ?? '').includes('products(first: 3)'),
      );
      await run.click();
      expect((await (await answered).json()).data).toEqual({ stores: { nodes: [] } });
      await shot(page, 'after-a-reload');

      const other = await context.newPage();
      await other.goto(keyed.url);
      await other.getByLabel('API key').waitFor();
      await context.close();
    });

    test('remembers the key where it is asked to, and forgets it where it is asked to', async () => {
      const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
      const page = await context.newPage();
      await page.goto(keyed.url);
      await page.getByLabel('API key').fill(key);
      await page.getByLabel(/Remember/).check();
      await page.getByRole('button', { name: 'Open' }).click();
      await page.locator('.graphiql-execute-button').waitFor();
      const other = await context.newPage();
      await other.goto(keyed.url);
      await other.locator('.graphiql-execute-button').waitFor();
      await other.getByRole('button', { name: 'Forget the API key' }).click();
      await other.getByLabel('API key').waitFor();
      expect((await kept(other)).join()).not.toContain(key);
      await context.close();
    });
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
            (response.request().postData() ?? '').includes('products(first: 3)'),
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
