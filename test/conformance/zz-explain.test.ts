import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { askPage } from '../contract/listing.js';
import { everything } from '../contract/everything.js';
import { openRealStore } from './real-store.js';

test('explain', async () => {
  const store = await openRealStore('openmage');
  const db = store.rows('select database()')[0]?.[0] ?? '';
  execFileSync('mariadb', [db], { input: readFileSync('/tmp/mage200/grow.sql') });
  await store.session().config();
  store.asked();
  const out: unknown[] = [];
  const sel = { products: everything.product, orders: everything.order, customers: everything.customer, categories: everything.category } as const;
  const cases: [keyof typeof sel, string, object][] = [
    ['products', 'default page', {}],
    ['products', 'by ids', { filter: { ids: ['1500', '83', '163'] } }],
    ['products', 'by sku', { filter: { skus: ['GROWN-777'] } }],
    ['products', 'updatedAfter recent', { filter: { updatedAfter: new Date('2025-10-01') } }],
    ['products', 'updated desc', { orderBy: 'UPDATED_AT_DESC' }],
    ['products', 'category', { filter: { categoryId: '8' } }],
    ['products', 'name', { orderBy: 'NAME_ASC' }],
    ['products', 'price', { orderBy: 'PRICE_ASC' }],
    ['products', 'active', { filter: { status: 'ACTIVE' } }],
    ['products', 'in stock', { filter: { inStock: true } }],
    ['products', 'search', { filter: { search: 'no such thing' } }],
    ['orders', 'default page', {}],
    ['orders', 'newest', { orderBy: 'PLACED_AT_DESC' }],
    ['orders', 'updatedAfter', { filter: { updatedAfter: new Date('2025-10-01') }, orderBy: 'UPDATED_AT_ASC' }],
    ['orders', 'updatedAfter by id', { filter: { updatedAfter: new Date('2025-10-01') } }],
    ['orders', 'by number', { filter: { numbers: ['900000777'] } }],
    ['orders', 'by email', { filter: { email: 'grown777@example.com' } }],
    ['orders', 'by customer', { filter: { customerId: '1777' } }],
    ['orders', 'by status', { filter: { statusIds: ['processing'] } }],
    ['orders', 'total', { orderBy: 'TOTAL_DESC' }],
    ['customers', 'default page', {}],
    ['customers', 'by email', { filter: { emails: ['grown777@example.com'] } }],
    ['customers', 'email order', { orderBy: 'EMAIL_ASC' }],
    ['customers', 'createdAfter', { filter: { createdAfter: new Date('2025-10-01') } }],
    ['customers', 'search', { filter: { search: 'nobody' } }],
    ['categories', 'default page', {}],
    ['categories', 'parent', { filter: { parentId: '18' } }],
  ];
  for (const [list, what, more] of cases) {
    const began = performance.now();
    let failed = '';
    try {
      await askPage(store.session(), list, { limit: 100, selection: sel[list], ...more });
    } catch (error) { failed = String(error); }
    const ms = Math.round(performance.now() - began);
    out.push({ list, what, ms, failed, statements: store.asked().flat() });
  }
  const began = performance.now();
  await store.session().refresh();
  out.push({ list: 'config', what: 'config', ms: Math.round(performance.now() - began), statements: store.asked().flat() });
  writeFileSync('/tmp/mage200/asked.json', JSON.stringify({ db, out }));
  process.stdout.write(execFileSync('php', ['/tmp/mage200/explain.php'], { maxBuffer: 1e8 }).toString());
  await store.close();
}, 600_000);
