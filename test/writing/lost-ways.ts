import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { operations } from './operations.js';
import type { PlatformStore } from './platform-store.js';
import type { WrittenStore } from './written-stores.js';

const key = 'k'.repeat(32);

/** What dies, in turns; a question is lost before the change, and an answer after it. */
const ends = ['PHP', 'the way', 'a question', 'the service', 'an answer', 'PHP', 'the way', 'PHP'] as const;

/** Has something die so often beneath changes of a store, which was opened with a way that can be cut. */
export function describeDeaths(kind: WrittenStore, opened: () => PlatformStore, deaths: number): void {
  let store: PlatformStore;
  let service: ServiceProcess;
  let shop: ConnectedStore;
  let folder: string;
  const start = () =>
    startServiceProcess(
      {
        DRAWBRIDGE_API_KEYS: `tests:${key}`,
        DRAWBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
        DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
        DRAWBRIDGE_MONITOR_INTERVAL_SECONDS: '0',
        DRAWBRIDGE_DATA_DIR: path.join(folder, 'data'),
        LOG_LEVEL: 'error',
      },
      folder,
    );
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-deaths-'));
    store = opened();
    service = await start();
    // Which process is the service changes with every death of it.
    const current = {
      get url() {
        return service.url;
      },
    };
    shop = await connectTo(current, store, { key });
  }, 240_000);
  afterAll(async () => {
    await service?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const ids = (sql: string) => store.rows(sql).map(([id]) => id ?? '');
  const numbers = (some: readonly string[]) => ids(some.join(';')).map(Number);

  test(
    `after ${deaths} deaths every change is there once, or said to be unknown`,
    async () => {
      const [products, orders] = [ids(kind.products).slice(0, 2), ids(kind.orders).slice(0, 2)];
      expect([products.length, orders.length]).toEqual([2, 2]);
      /** One call that changes two things, and how often each of its changes is there. */
      const round = (i: number) => {
        const idempotencyKey = `death ${i}`;
        if (i % 16 < 8 === i % 2 > 0) {
          const stocks = products.map((id) => kind.stock(id));
          const before = numbers(stocks);
          const changes = products.map((id) => ({ id: shop.gid('Product', id), adjustBy: '1' }));
          const times = () => numbers(stocks).map((stock, at) => stock - (before[at] ?? 0));
          return { mutation: 'setInventory', variables: { changes, key: idempotencyKey }, times } as const;
        }
        const comments = orders.map((id) => `death ${i} of ${id}`);
        const changes = orders.map((id, at) => ({ id: shop.gid('Order', id), comment: comments[at] }));
        const times = () => numbers(comments.map((comment) => kind.comments(comment)));
        return { mutation: 'updateOrders', variables: { changes, key: idempotencyKey }, times } as const;
      };
      const ask = async ({ mutation, variables }: ReturnType<typeof round>): Promise<string[]> => {
        const { data, errors } = await shop.ask(operations[mutation], variables);
        if (!data) throw new Error(`it must be answered, but got: ${JSON.stringify(errors)}`);
        return data[mutation].results.map(
          ({ userErrors: [error] }: { userErrors: { code: string; retryable: boolean }[] }) =>
            error?.retryable ? 'AGAIN' : (error?.code ?? 'DONE'),
        );
      };
      /** What became of a call that is sent again until there is an answer for each of its changes. */
      const settled = async (call: ReturnType<typeof round>): Promise<string[]> => {
        const until = Date.now() + 60_000;
        for (;;) {
          const codes = await ask(call).catch((error: Error) => [`AGAIN after ${error.message}`]);
          if (codes.every((code) => !code.startsWith('AGAIN'))) return codes;
          if (Date.now() > until) throw new Error(`it must be answered within a minute, but got: ${codes}`);
          await pause(50);
        }
      };
      const began = performance.now();
      expect(await ask(round(-8))).toEqual(['DONE', 'DONE']);
      let usual = Math.ceil(performance.now() - began);
      const told = { once: 0, unknown: 0, 'unknown and there': 0, lost: 0, doubled: 0, 'died after its answer': 0 };

      for (let i = 0; i < deaths; i += 1) {
        const call = round(i);
        const dies = ends[i % ends.length];
        if (dies === 'a question' && store.way) store.way.loses = 'question';
        if (dies === 'an answer' && store.way) store.way.loses = 'answer';
        const first = ask(call).catch(() => ['LOST']);
        await pause(randomInt(0, usual + 1));
        if (dies === 'PHP') await store.die();
        if (dies === 'the way') store.way?.cut();
        if (dies === 'the service') {
          await service.crash();
          service = await start();
        }
        const early = await first;
        if (store.way) store.way.loses = null;
        if (early.every((code) => code === 'DONE')) {
          told['died after its answer'] += 1;
          // Deaths are to come while it is at it.
          if (dies === 'PHP' || dies === 'the way') usual = Math.ceil(usual * 0.9);
        } else usual = Math.ceil(usual * 1.05);
        const codes = await settled(call);
        const times = call.times();
        codes.forEach((code, at) => {
          const there = times[at];
          if (code === 'DONE') told[there === 1 ? 'once' : there === 0 ? 'lost' : 'doubled'] += 1;
          else {
            expect([dies, code, there]).toEqual([dies, 'OUTCOME_UNKNOWN', there === 1 ? 1 : 0]);
            told.unknown += 1;
            if (there === 1) told['unknown and there'] += 1;
          }
        });
        expect([dies, told.lost, told.doubled]).toEqual([dies, 0, 0]);
        // What was answered once is answered so again, and nothing is made then.
        expect([await settled(call), call.times()]).toEqual([codes, times]);
        if ((i + 1) % 20 === 0 || i + 1 === deaths) {
          process.stdout.write(
            `${kind.name}: ${i + 1} deaths beneath ${2 * (i + 1)} changes: ${JSON.stringify(told)}\n`,
          );
        }
      }
    },
    240_000 + deaths * 20_000,
  );
}
