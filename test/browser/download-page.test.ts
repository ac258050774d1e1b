import { readFile, writeFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { openChromium } from '../support/chromium.js';
import { describeWhere } from '../support/machine.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

describeWhere(['Chromium at /usr/bin/chromium'], 'the page behind a download link, in a browser', () => {
  let service: ServiceUnderTest;
  let browser: Browser;
  beforeAll(async () => {
    [service, browser] = await Promise.all([
      startTestService({ DRAWBRIDGE_EGRESS_ADDRESSES: '198.51.100.7, 2001:db8::/64' }),
      openChromium(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([service?.close(), browser?.close()]);
  });

  const newLink = async (url: string): Promise<string> => {
    const query = 'mutation ($input: ConnectStoreInput!) { connectStore(input: $input) { bridge { downloadUrl } } }';
    return (await ask(service, query, { input: { url } })).data.connectStore.bridge.downloadUrl;
  };

  test('gives the bridge at the first press of its button, and says at the second that it is used up', async () => {
    const page = await browser.newPage({ viewport: { width: 900, height: 1100 } });
    const faults: string[] = [];
    const asked: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
    // What a merchant's address may hold must show as it is, and do nothing.
    const link = await newLink('https://shop.example/a&b/<i>/');
    await page.goto(link);
    expect(await page.title()).toBe('Connect your store');
    expect(await page.locator('strong').textContent()).toBe('https://shop.example/a&b/%3Ci%3E/');
    expect(await page.locator('ol li').count()).toBe(5);
    expect(await page.getByText('198.51.100.7').count()).toBe(1);
    // The style is let in by its hash: without it the button would have the browser's own grey.
    expect(await page.locator('button').evaluate((button) => getComputedStyle(button).backgroundColor)).toBe(
      'rgb(20, 83, 45)',
    );
    if (process.env.SCREENSHOT) await writeFile(process.env.SCREENSHOT, await page.screenshot());

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button').click()]);
    expect(download.suggestedFilename()).toBe('drawbridge.zip');
    const zip = unzipSync(new Uint8Array(await readFile(await download.path())));
    expect(Object.keys(zip).sort()).toEqual(
      expect.arrayContaining(['drawbridge/README.txt', 'drawbridge/bridge.php', 'drawbridge/config.php']),
    );
    // The page still stands there, as merchants leave it.
    expect(await page.title()).toBe('Connect your store');

    await Promise.all([page.waitForURL(link), page.getByRole('button').click()]);
    await page.getByText('This link does not work any more').waitFor();
    expect(await page.getByText('Ask whoever sent it to you for a new one').count()).toBe(1);
    if (process.env.SCREENSHOT) {
      await writeFile(process.env.SCREENSHOT.replace('.png', '-spent.png'), await page.screenshot());
    }
    const ownAddress = new URL(link).origin;
    expect(asked.filter((one) => !one.includes(ownAddress))).toEqual([]);
    // The browser tells of the 404 itself; nothing else may be told of.
    expect(faults.filter((fault) => !/status of 404/.test(fault))).toEqual([]);
  });
});
