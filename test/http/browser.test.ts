import { chromium } from 'playwright-core';
import { describeWhere } from '../support/machine.js';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';

describeWhere(['Chromium at /usr/bin/chromium'], 'the page at / in a browser', () => {
  let service: ServiceUnderTest;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service?.close());

  test('opens on a query that works, loads nothing from elsewhere and breaks no rule of its own', async () => {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const elsewhere: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        const url = request.url().replace(/^blob:/, '');
        if (!url.startsWith(service.url) && !url.startsWith('data:')) elsewhere.push(url);
      });
      await page.goto(service.url);
      await page.click('button[aria-label^="Execute"]');
      const answer = page.locator('.result-window');
      await answer.filter({ hasText: '"ACTIVE"' }).waitFor({ timeout: 30_000 });
      expect(await answer.textContent()).toContain('"currencyCode"');
      expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });
    } finally {
      await browser.close();
    }
  });
});
