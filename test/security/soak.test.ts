import { runSoak, type SoakReport } from '../../bench/soak.js';
import { ensureBuilt } from '../support/built.js';
import { describeWhere } from '../support/machine.js';
import { openMariaDbStore } from '../support/php-runtime-mariadb.js';

describeWhere(
  [
    'PHP with mysqli',
    'php-fpm, nginx and unzip',
    'a MariaDB that lets this user in over its socket',
    'a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres',
    'the real stores in ../shared/stores',
  ],
  'a service with stores that hang, reset, lie, bomb and send half answers, whose registry is cut again and again',
  () => {
    // `npm run bench -- soak` is the same for ten minutes, with the bounds that it is held to on a machine of its own.
    let report: SoakReport;
    beforeAll(async () => {
      ensureBuilt();
      const store = await openMariaDbStore('opencart4');
      try {
        report = await runSoak({
          storeRoot: store.root,
          wellSeconds: 6,
          sickSeconds: 12,
          cutEverySeconds: 4,
          healthy: 8,
          postgresPort: 5432,
        });
      } finally {
        await store.close();
      }
    }, 150_000);

    test('answers for the stores that are well, about as soon as without the others, and for nothing else', () => {
      expect(report.asked).toBeGreaterThan(40);
      expect(report.failed).toEqual({});
      expect(report.sickP99Ms).toBeLessThan(5 * report.wellP99Ms + 1_000);
      expect(report.registryCut).toBeLessThan(report.asked / 4);
    });

    test('says of each that is sick what it is, by a code', () => {
      const codes = Object.keys(report.sickCodes);
      expect(codes).toEqual(expect.arrayContaining(['STORE_ANSWER_INVALID', 'STORE_UNREACHABLE']));
      for (const code of codes) expect(code).toMatch(/^(STORE_[A-Z_]+|REGISTRY_UNAVAILABLE)$/);
    });

    test('is not kept busy, holds no more and more, and has nothing left to do afterwards', () => {
      expect(report.longestTurnMs).toBeLessThan(300);
      expect(report.memoryMb[1]).toBeLessThan(report.memoryMb[0] * 1.6);
      expect(report.stuck).toBe(0);
      expect(report.wellAfterwards).toBe(true);
    });
  },
);
