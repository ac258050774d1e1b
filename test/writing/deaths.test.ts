import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type ActStore, newId, openActStore } from '../protocol/act-store.js';
import { describeWhere } from '../support/machine.js';

/** How often PHP is killed; DRAWBRIDGE_DEATHS says otherwise. */
const deaths = Number(process.env.DRAWBRIDGE_DEATHS ?? 25);

describeWhere(['PHP with mysqli'], 'acts beside each other, and in a PHP that is killed', () => {
  let store: ActStore;
  beforeAll(async () => {
    store = await openActStore('system', [], 4);
  });
  afterAll(() => store?.close());

  const adjust = (by: string) => ({ id: newId(), do: 'inventory', with: { product: '1', adjustBy: by } });
  /** What came of an act, asked for until there is an answer. */
  const settled = async (act: object): Promise<string> => {
    for (;;) {
      try {
        const answer = await store.act(act);
        const outcome = answer.json?.results?.[0]?.outcome;
        if (answer.fault === null && outcome && outcome !== 'NOT_BEGUN') return outcome;
      } catch {
        // Nobody answers while PHP starts.
      }
      await pause(20);
    }
  };

  test('50 at once end exactly 50 lower, each asked for twice', async () => {
    await store.reset();
    const acts = Array.from({ length: 50 }, () => adjust('-1'));
    const outcomes = await Promise.all([...acts, ...acts].map(settled));
    expect(new Set(outcomes)).toEqual(new Set(['DONE']));
    expect((await store.stock())[1]).toBe(10 - 50);
  });

  test(
    `after ${deaths} deaths every change is there once, or said to be unknown`,
    async () => {
      await store.reset('slow');
      let [done, unknown] = [0, 0];
      for (let i = 0; i < deaths; i++) {
        const act = adjust('1');
        const before = (await store.stock())[1] ?? 0;
        const lost = store.act(act).catch(() => null);
        // The change takes 0.3 s, so that death comes before it, in it, or after it.
        await pause(randomInt(0, 450));
        killAll(store.pid());
        await lost;
        await store.restart();
        const outcome = await settled(act);
        const after = (await store.stock())[1] ?? 0;
        const once = outcome === 'DONE' ? [1] : [0, 1];
        expect({ outcome, times: after - before, right: once.includes(after - before) }).toMatchObject({ right: true });
        expect(['DONE', 'OUTCOME_UNKNOWN']).toContain(outcome);
        if (outcome === 'DONE') done += 1;
        else unknown += 1;
        expect(await settled(act)).toBe(outcome);
        expect((await store.stock())[1]).toBe(after);
      }
      expect(done + unknown).toBe(deaths);
    },
    60_000 + deaths * 2_000,
  );
});

/** Kills a server and its workers at once. */
function killAll(pid: number): void {
  try {
    execFileSync('kill', ['-9', '--', `-${pid}`]);
  } catch {
    // It is gone already.
  }
}
