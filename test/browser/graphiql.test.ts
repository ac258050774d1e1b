import { writeFile } from 'node:fs/promises';
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
});
