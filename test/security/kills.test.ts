import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { seededRandom } from '../support/grown-operation.js';
import { describeWhere } from '../support/machine.js';
import { withPostgres } from '../support/registry-places.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';
import { ask } from '../support/test-service.js';

/** How often a service is killed on each database; DRAWBRIDGE_TEST_KILLS for more, such as 200. */
const kills = Number(process.env.DRAWBRIDGE_TEST_KILLS ?? 4);
const key = 'k'.repeat(32);
/** What a client is told whose service is gone: before an answer, or amidst one. */
const lost = /^(?:fetch failed|terminated)$/;

/** What a client was told of a store of its own. */
interface Told {
  id: string;
  /** The statuses that it may have: that of the last act that was acknowledged, and what the act under way would make of it. */
  may: string[];
  /** The link that was given last, where no act is under way that ends it. */
  link: string | null;
}

const connect =
  'mutation ($url: URL!) { connectStore(input: { url: $url }) { store { id status } bridge { downloadUrl } userErrors { code } } }';
const act = (name: string, argument: string, rest = '') =>
  `mutation ($id: ID!) { ${name}(${argument}: $id) { store { status } ${rest} userErrors { code } } }`;

function describeKills(title: string, environment: () => Record<string, string>): void {
  describe(title, () => {
    let folder: string;
    let store: BareStore;
    const random = seededRandom(7);
    beforeAll(async () => {
      [folder, store] = await Promise.all([mkdtemp(join(tmpdir(), 'drawbridge-kills-')), openBareStore()]);
    });
    afterAll(async () => {
      await store?.close();
      await rm(folder, { recursive: true, force: true });
    });

    const start = () =>
      startServiceProcess(
        {
          DRAWBRIDGE_API_KEYS: `tests:${key}`,
          DRAWBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
          DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
          LOG_LEVEL: 'error',
          ...environment(),
          DRAWBRIDGE_DATA_DIR: join(folder, 'data'),
        },
        folder,
      );

    /** Connects, issues, rotates and lets go of stores of its own until the service is gone. */
    async function client(service: ServiceProcess, name: string, told: Told[]): Promise<void> {
      for (let i = 0; ; i += 1) {
        const { data } = await ask(service, connect, { url: `http://127.0.0.1:9/${name}/${i}/` }, key);
        const mine: Told = {
          id: data.connectStore.store.id,
          may: ['PENDING'],
          link: data.connectStore.bridge.downloadUrl,
        };
        told.push(mine);
        for (const again of ['issueBridge', 'rotateStoreKey']) {
          mine.link = null;
          const given = await ask(service, act(again, 'storeId', 'bridge { downloadUrl }'), { id: mine.id }, key);
          mine.link = given.data[again].bridge.downloadUrl;
        }
        if (i % 2) continue;
        mine.link = null;
        mine.may = ['PENDING', 'DISCONNECTED'];
        await ask(service, act('disconnectStore', 'storeId'), { id: mine.id }, key);
        mine.may = ['DISCONNECTED'];
      }
    }

    test(
      `whatever was acknowledged is there after each of ${kills} kills`,
      async () => {
        let service = await start();
        const { data } = await ask(service, connect, { url: store.url }, key);
        const real = data.connectStore.store.id;
        const zip = await fetch(data.connectStore.bridge.downloadUrl, { method: 'POST' });
        await store.unzip(new Uint8Array(await zip.arrayBuffer()));

        let acts = 0;
        for (let kill = 0; kill < kills; kill += 1) {
          const told: Told[] = [];
          let verified = '';
          const verifying = async () => {
            for (;;) {
              const { data: now } = await ask(
                service,
                'mutation ($id: ID!) { verifyStore(id: $id) { store { status lastVerifiedAt } } }',
                { id: real },
                key,
              );
              expect(now.verifyStore.store.status).toBe('ACTIVE');
              verified = now.verifyStore.store.lastVerifiedAt;
              acts += 1;
            }
          };
          const clients = Promise.allSettled([
            ...[0, 1, 2].map((n) => client(service, `k${kill}c${n}`, told)),
            verifying(),
          ]);
          while (told.length < 2 || !verified) await pause(20);
          await pause(random() * 400);
          await service.crash();
          // Whatever else ends a client is a fault that was seen.
          for (const end of await clients) expect(end.status === 'rejected' && end.reason.message).toMatch(lost);
          acts += told.length;

          service = await start();
          const seen = await ask(
            service,
            'query ($id: ID!) { store(id: $id) { status lastVerifiedAt } }',
            { id: real },
            key,
          );
          expect(seen.data.store.status).toBe('ACTIVE');
          expect(Date.parse(seen.data.store.lastVerifiedAt)).toBeGreaterThanOrEqual(Date.parse(verified));
          for (const { id, may, link } of told) {
            const found = await ask(service, 'query ($id: ID!) { store(id: $id) { status } }', { id }, key);
            expect(may).toContain(found.data.store?.status);
            if (!link) continue;
            const taken = await fetch(`${service.url}${new URL(link).pathname}`, { method: 'POST' });
            expect(taken.status).toBe(200);
            await taken.arrayBuffer();
          }
        }
        await service.close();
        expect(acts).toBeGreaterThan(kills * 2);
      },
      60_000 + kills * 30_000,
    );
  });
}

describeKills('a service over PGlite', () => ({}));
describeWhere(['a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres'], 'a service over PostgreSQL', () => {
  const postgres = withPostgres();
  describeKills('that is killed', () => ({ DATABASE_URL: postgres.url }));
});
