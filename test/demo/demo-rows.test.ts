import { DateTime } from 'luxon';
import { storeTimeZone } from '../../demo/calendar.js';
import { demoRows } from '../../demo/demo-rows.js';
import type { Row, Rows } from '../../demo/rows.js';

const today = new Date('2026-11-23T10:15:00Z');
const url = 'http://127.0.0.1:4001/';
let rows: Rows;

beforeAll(() => {
  rows = demoRows({ today, url });
});

const where = (table: string, column: string, value: unknown) => rows.of(table).filter((row) => row[column] === value);
const grouped = (table: string, column: string) => {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows.of(table)) groups.set(row[column], [...(groups.get(row[column]) ?? []), row]);
  return groups;
};
const inUnits = (value: unknown) => Math.round(Number(value) * 10_000);
const sum = (list: readonly Row[], column: string) => list.reduce((total, row) => total + inUnits(row[column]), 0);

describe('the demo catalog', () => {
  it('has at least 500 products beside their variants, each named in two languages', () => {
    const masters = where('product', 'master_id', 0);
    expect(masters.length).toBeGreaterThanOrEqual(500);
    const names = grouped('product_description', 'product_id');
    for (const product of rows.of('product')) expect(names.get(product.product_id as number)?.length).toBe(2);
    expect(new Set(where('product_description', 'language_id', 1).map((row) => row.name)).size).toBe(
      rows.of('product').length,
    );
  });

  it('has at least 60 categories, four levels deep, every path complete', () => {
    expect(rows.of('category').length).toBeGreaterThanOrEqual(60);
    expect(Math.max(...rows.of('category_path').map((row) => Number(row.level)))).toBe(3);
    const parents = new Map(rows.of('category').map((row) => [row.category_id, row.parent_id]));
    for (const [id, path] of grouped('category_path', 'category_id')) {
      const ids = path.toSorted((a, b) => Number(a.level) - Number(b.level)).map((row) => row.path_id);
      expect(ids.at(-1)).toBe(id);
      for (const [level, step] of ids.entries())
        expect(parents.get(step as number)).toBe(level === 0 ? 0 : ids[level - 1]);
    }
  });

  it('has three currencies, two languages and two channels', () => {
    expect(rows.of('currency').map((row) => row.code)).toEqual(['EUR', 'GBP', 'USD']);
    expect(rows.of('language').map((row) => row.code)).toEqual(['en-gb', 'de-de']);
    expect(rows.of('store').length + 1).toBe(2);
  });

  it('has variants that choose values their master offers', () => {
    const variants = rows.of('product').filter((row) => row.master_id !== 0);
    expect(variants.length).toBeGreaterThan(20);
    for (const variant of variants) {
      const chosen = Object.entries(JSON.parse(String(variant.variant)) as Record<string, string>);
      expect(chosen.length).toBeGreaterThan(0);
      for (const [option, value] of chosen) {
        const offered = where('product_option_value', 'product_option_value_id', Number(value))[0];
        expect(offered?.product_option_id).toBe(Number(option));
        expect(offered?.product_id).toBe(variant.master_id);
      }
    }
  });

  it('always has specials in force, over and yet to come', () => {
    const day = '2026-11-23';
    const specials = where('product_discount', 'special', 1);
    const over = specials.filter((row) => row.date_end !== '0000-00-00' && String(row.date_end) < day);
    const coming = specials.filter((row) => String(row.date_start) > day);
    expect(over.length).toBeGreaterThan(5);
    expect(coming.length).toBeGreaterThan(5);
    expect(specials.length - over.length - coming.length).toBeGreaterThan(20);
  });

  it('has what shops have: disabled, sold out, untracked, oversold and downloadable goods, options of every kind', () => {
    const products = rows.of('product');
    expect(products.some((row) => row.status === 0)).toBe(true);
    expect(products.some((row) => row.quantity === 0 && row.subtract === 1)).toBe(true);
    expect(products.some((row) => row.subtract === 0 && row.shipping === 1)).toBe(true);
    expect(products.some((row) => Number(row.quantity) < 0)).toBe(true);
    expect(rows.of('product_to_download').length).toBeGreaterThan(10);
    expect(new Set(rows.of('option').map((row) => row.type))).toEqual(
      new Set(['select', 'radio', 'checkbox', 'text', 'textarea', 'date', 'file']),
    );
    expect(rows.of('product_option_value').some((row) => row.price_prefix === '-')).toBe(true);
  });

  it('has EANs and UPCs with a right check digit', () => {
    for (const { code, value } of rows.of('product_code')) {
      if (code !== 'EAN' && code !== 'UPC') continue;
      expect(String(value)).toHaveLength(code === 'EAN' ? 13 : 12);
      const weighted = [...String(value)].reverse().map((digit, i) => Number(digit) * (i % 2 === 0 ? 1 : 3));
      expect(weighted.reduce((a, b) => a + b) % 10).toBe(0);
    }
  });

  it('stores names escaped and descriptions as escaped HTML', () => {
    expect(rows.of('product_description').some((row) => String(row.name).includes('&quot;'))).toBe(true);
    expect(rows.of('manufacturer').some((row) => String(row.name).includes('&amp;'))).toBe(true);
    for (const row of rows.of('product_description')) {
      expect(String(row.name)).not.toMatch(/[<>"]|&(?!amp;|quot;|lt;|gt;)/);
      expect(String(row.description)).toMatch(/^&lt;p&gt;/);
    }
  });

  it('gives every address one keyword of its own', () => {
    const keywords = rows.of('seo_url').map((row) => `${row.language_id} ${row.keyword}`);
    expect(new Set(keywords).size).toBe(keywords.length);
  });
});

describe('the demo customers and orders', () => {
  it('has 300 customers of many countries with addresses of their own', () => {
    expect(rows.of('customer').length).toBe(300);
    expect(new Set(rows.of('address').map((row) => row.country_id)).size).toBeGreaterThan(25);
    expect(new Set(rows.of('customer').map((row) => row.email)).size).toBe(300);
    for (const [, addresses] of grouped('address', 'customer_id')) {
      expect(addresses.filter((row) => row.default === 1)).toHaveLength(1);
    }
    for (const { email } of rows.of('customer')) {
      expect(email).toMatch(/^[a-z0-9._-]+@([a-z-]+\.)?example(\.com|\.net|\.org)?$/);
    }
  });

  it('has 1,000 orders over two years, every status among them, and unfinished checkouts besides', () => {
    const placed = rows.of('order').filter((row) => row.order_status_id !== 0);
    expect(placed.length).toBe(1000);
    expect(rows.of('order').length).toBeGreaterThan(1000);
    const met = new Set(placed.map((row) => row.order_status_id));
    for (const { order_status_id: status } of rows.of('order_status')) expect(met).toContain(status);
    const dates = placed.map((row) => String(row.date_added)).sort();
    expect(dates[0]?.slice(0, 4)).toBe('2024');
    expect(new Set(placed.map((row) => row.currency_code))).toEqual(new Set(['EUR', 'GBP', 'USD']));
  });

  it('never dates anything that happened after today', () => {
    const now = DateTime.fromJSDate(today, { zone: storeTimeZone }).toFormat('yyyy-MM-dd HH:mm:ss');
    for (const [table, column] of [
      ['order', 'date_added'],
      ['order', 'date_modified'],
      ['order_history', 'date_added'],
      ['product', 'date_added'],
      ['product', 'date_modified'],
      ['customer', 'date_added'],
      ['return', 'date_modified'],
    ] as const) {
      for (const row of rows.of(table)) expect(String(row[column]) <= now).toBe(true);
    }
  });

  it('adds up: lines to the sub-total, totals to the total, history to the status', () => {
    const lines = grouped('order_product', 'order_id');
    const totals = grouped('order_total', 'order_id');
    const history = grouped('order_history', 'order_id');
    for (const order of rows.of('order')) {
      const id = order.order_id as number;
      const ofOrder = totals.get(id) ?? [];
      const called = (code: string) => ofOrder.filter((row) => row.code === code);
      expect(sum(lines.get(id) ?? [], 'total')).toBe(sum(called('sub_total'), 'value'));
      expect(sum(ofOrder, 'value') - sum(called('total'), 'value')).toBe(inUnits(order.total));
      expect(sum(called('total'), 'value')).toBe(inUnits(order.total));
      for (const line of lines.get(id) ?? []) {
        expect(inUnits(line.total)).toBe(inUnits(line.price) * Number(line.quantity));
      }
      expect(history.get(id)?.at(-1)?.order_status_id ?? 0).toBe(order.order_status_id);
      expect(Number(order.total)).toBeGreaterThanOrEqual(0);
    }
  });

  it('tells of guests, of deleted customers and of deleted products', () => {
    const customers = new Set(rows.of('customer').map((row) => row.customer_id));
    const products = new Set(rows.of('product').map((row) => row.product_id));
    const orders = rows.of('order');
    expect(orders.filter((row) => row.customer_id === 0).length).toBeGreaterThan(100);
    expect(orders.some((row) => row.customer_id !== 0 && !customers.has(row.customer_id as number))).toBe(true);
    expect(rows.of('order_product').some((row) => !products.has(row.product_id as number))).toBe(true);
    expect(orders.some((row) => row.shipping_method === '')).toBe(true);
    expect(orders.some((row) => row.payment_country_id === 0 && row.shipping_country_id !== 0)).toBe(true);
  });

  it('sells nothing before it was on sale, to nobody before they joined', () => {
    const added = new Map(rows.of('product').map((row) => [row.product_id, String(row.date_added).slice(0, 10)]));
    const joined = new Map(rows.of('customer').map((row) => [row.customer_id, String(row.date_added).slice(0, 10)]));
    const placed = new Map(rows.of('order').map((row) => [row.order_id, String(row.date_added).slice(0, 10)]));
    for (const line of rows.of('order_product')) {
      const day = added.get(line.product_id as number);
      if (day) expect(day <= String(placed.get(line.order_id as number))).toBe(true);
    }
    for (const order of rows.of('order')) {
      const day = joined.get(order.customer_id as number);
      if (day) expect(day <= String(order.date_added).slice(0, 10)).toBe(true);
    }
  });
});

describe('the demo generator', () => {
  it('makes the same rows from the same day', () => {
    expect(demoRows({ today, url }).hash()).toBe(rows.hash());
  });

  it('counts its dates from today and leaves the rest alone', () => {
    const later = demoRows({ today: new Date('2027-02-01T10:15:00Z'), url });
    const names = (of: Rows) => of.of('product_description').map((row) => row.name);
    expect(names(later)).toEqual(names(rows));
    expect(later.of('order').at(-1)?.date_added).not.toBe(rows.of('order').at(-1)?.date_added);
  });

  it('refuses a column that the schema does not have', () => {
    expect(() => rows.add('product', { prise: 1 })).toThrow(/must have the column, but got: prise/);
  });
});
