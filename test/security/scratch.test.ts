import { openMariaDbStore } from '../support/php-runtime-mariadb.js';

test('x', async () => {
  const out: unknown[] = [];
  for (const limit of (process.env.LIMITS ?? '32M 64M 128M').split(' ')) {
    const store = await openMariaDbStore('opencart4', [
      '-d',
      `memory_limit=${limit}`,
      '-d',
      'error_log=/tmp/sbg/repro/err.log',
      ...(process.env.EXTRA ?? '').split(' ').filter(Boolean),
    ]);
    store.sql(`alter table oc_product_description modify description longtext`);
    for (const mb of [2, 6, 10, 15]) {
      store.sql(
        `update oc_product_description set description = repeat('x', ${mb}*1048576) where language_id = 1 order by product_id limit 1`,
      );
      for (const cols of [1, 2, 3, 5, 8, 16]) {
        const c = Array.from({ length: cols }, (_, i) => `\`${i % 2 ? 'd' : 'e'}\`.\`description\` as \`c${i}\``).join(
          ', ',
        );
        const statements = [
          { id: 'a', sql: 'select 1 as `n`' },
          {
            id: 'big',
            sql: `select ${c} from \`product_description\` as \`d\` inner join \`product_description\` as \`e\` on \`e\`.\`product_id\` = \`d\`.\`product_id\` order by \`d\`.\`product_id\`, \`d\`.\`language_id\` limit 5`,
          },
          { id: 'b', sql: 'select 2 as `n`' },
        ];
        let line: string;
        try {
          const a = await store.call({ body: { verb: 'query', statements } });
          line =
            `${a.status} ${a.code} ${a.fault} ` +
            JSON.stringify(a.json?.results?.map((r: any) => r.error ?? [r.rows.length, r.truncated])) +
            (a.json ? '' : a.bytes.toString().slice(0, 200));
        } catch (e) {
          line = String(e);
        }
        out.push(`${limit} ${mb}MBx${cols}: ${line}`);
      }
    }
    await store.close();
  }
  console.log(out.join('\n'));
}, 200000);
