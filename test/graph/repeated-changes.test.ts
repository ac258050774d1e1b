import { randomBytes } from 'node:crypto';
import type { Act } from '../../src/bridge/acts.js';
import { StoreWriting } from '../../src/domain/store-writing.js';
import type { Administration } from '../../src/graph/context.js';
import { platform as opencart } from '../../src/platforms/opencart/index.js';
import {
  caller,
  inMemoryRegistry,
  noAdministration,
  noConnections,
  runOperations,
  storeRecord,
} from '../support/graph-run.js';

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const first = storeRecord({ id: uuid(1), url: 'https://first.example/' });
const second = storeRecord({ id: uuid(2), url: 'https://second.example/' });

test('a change keeps its id when it is sent again, though a store of another change is out of reach by then', async () => {
  const sent: { readonly storeId: string; readonly act: Act }[] = [];
  let within = [first, second];
  const since = new Date('2026-11-27T00:00:00Z');
  const graph = await runOperations(() => ({
    caller,
    registry: inMemoryRegistry(within),
    connections: noConnections,
    administration: { ...noAdministration, auditLog: { append: async () => undefined } } as unknown as Administration,
    sessions: {
      of: ({ id: storeId }) => ({
        ask: () => Promise.reject(new Error('nothing is read')),
        config: () => Promise.reject(new Error('nothing is read')),
        platform: async () => opencart,
        act: async (acts) => {
          sent.push(...acts.map((act) => ({ storeId, act })));
          return acts.map(({ id }) => ({ id, fault: null, shipment: null }));
        },
      }),
      foresee: () => undefined,
    },
    writing: new StoreWriting({ idempotencyKeys: { claim: async () => since }, mac: (text) => text, randomBytes }),
    platforms: [opencart],
  }));
  const sell = `mutation { setInventory(idempotencyKey: "k", changes: [
    { id: "gid://drawbridge/${first.id}/Product/1", adjustBy: -1 }
    { id: "gid://drawbridge/${second.id}/Product/1", adjustBy: -1 }
  ]) { results { userErrors { code } } } }`;
  const codes = async () => {
    const { data } = await graph.run<{ setInventory: { results: { userErrors: { code: string }[] }[] } }>(sell);
    return data?.setInventory.results.map(({ userErrors }) => userErrors.map(({ code }) => code));
  };
  expect(await codes()).toEqual([[], []]);
  within = [second];
  expect(await codes()).toEqual([['NOT_FOUND'], []]);
  await graph.stop();

  const ofSecond = sent.filter(({ storeId }) => storeId === second.id).map(({ act }) => act.id);
  expect(ofSecond).toHaveLength(2);
  expect(new Set(ofSecond).size).toBe(1);
});
