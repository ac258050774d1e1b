import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';
import { clockMs, interleaved, pagesToWarmUp, rounded } from '../measure.js';
import { operation } from '../operations.js';
import type { Result } from '../result.js';
import { startService } from '../service.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';

/** Lets whoever asks in as the store's administrator: the store's own way to find that out is not what is measured. */
const letIn = "<?php\nadd_filter('determine_current_user', static function () { return 1; }, 99);\n";

/**
 * A page of 100 with everything by WooCommerce's own REST API, over the same page by the service. It needs the code of WordPress with
 * WooCommerce, as `DRAWBRIDGE_PLATFORMS_DIR/woo`; where that is not there it is left out.
 */
export async function restApi({ database, rounds, stores, say }: Surroundings): Promise<Result[]> {
  const code = path.join(process.env.DRAWBRIDGE_PLATFORMS_DIR ?? '', 'woo');
  if (!process.env.DRAWBRIDGE_PLATFORMS_DIR || !existsSync(path.join(code, 'wp-load.php')) || !stores.includes('woo')) {
    process.stderr.write(
      "rest-api is left out: it needs the store woo and WordPress' code in DRAWBRIDGE_PLATFORMS_DIR\n",
    );
    return [];
  }
  const db = await database();
  const service = await startService();
  const store = await openStore('woo', db);
  const results: Result[] = [];
  try {
    execFileSync('cp', ['-R', `${code}/.`, store.root]);
    mkdirSync(path.join(store.root, 'wp-content/mu-plugins'), { recursive: true });
    writeFileSync(path.join(store.root, 'wp-content/mu-plugins/let-in.php'), letIn);
    db.run(
      `update wp_options set option_value = '${store.url.slice(0, -1)}' where option_name in ('home', 'siteurl')`,
      store.database,
    );
    const id = await service.connect(store.url, store.root);
    for (const kind of ['products', 'orders'] as const) {
      const rest = `${store.url}index.php?rest_route=/wc/v3/${kind}&per_page=100`;
      const ask = () => service.ask(operation(kind), { store: id, first: 100 });
      // PHP is warm after a few pages, and those of the REST API take seconds.
      for (let page = 0; page < pagesToWarmUp; page += 1) await ask();
      const measured = await interleaved(
        { rest: () => clockMs(() => listed(rest)), service: () => clockMs(ask) },
        { rounds: Math.max(4, Math.round(rounds / 3)), warmUp: Math.round(pagesToWarmUp / 10) },
      );
      const { p50 } = measured.service;
      const result: Result = {
        bench: 'rest-api',
        work: `woo ${kind}, WooCommerce's REST API over the service`,
        figure: rounded(measured.rest.p50 / p50, 1),
        unit: '×',
        spread: [rounded(measured.rest.p25 / p50, 1), rounded(measured.rest.p75 / p50, 1)],
        target: { least: 20 },
        parts: { 'rest ms': rounded(measured.rest.p50, 0), 'service ms': rounded(p50, 1) },
      };
      results.push(result);
      say(result);
    }
  } finally {
    await service.close();
    await store.close();
  }
  return results;
}

/** Asks for a list, which must have rows. */
async function listed(url: string): Promise<void> {
  const { statusCode, body } = await request(url, { headersTimeout: 120_000 });
  const text = await body.text();
  if (statusCode !== 200 || !text.startsWith('[{')) {
    throw new Error(`the store's REST API must list, but got: ${statusCode} ${text.slice(0, 300)}`);
  }
}
