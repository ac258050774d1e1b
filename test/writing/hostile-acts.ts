import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Answered, type Call } from '../support/php-runtime-caller.js';
import { ask, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectTo } from './connected-store.js';
import { operations } from './operations.js';
import { newActId, type PlatformStore, type SentAct } from './platform-store.js';

/** A store of one platform that hostile acts are sent to. */
export interface HostilePlace extends Pick<PlatformStore, 'root' | 'url' | 'key' | 'act' | 'configure'> {
  call(call?: Call): Promise<Answered>;
  /** Native ids: of a product and an order that are there, and of one each that the other kind has no thing of. */
  readonly product: string;
  readonly order: string;
  readonly productAlone: string;
  readonly orderAlone: string;
  /** A status that the order may be given. */
  readonly status: string;
  readonly language: string;
  /** Whether the platform holds shipments, and whether an act of theirs would be taken for this order. */
  readonly ships: boolean;
  /** Letters that no comment of the store can have; null: what fits into a request does. */
  readonly tooLong: number | null;
  /** Bytes of a comment that is larger than any request may be. */
  readonly huge: number;
  /** A hostile comment that the store takes, where it is not the one for all. */
  readonly taken?: string;
  /** All that acts could change, as one text. */
  held(): string;
  /** The newest comment on the order, as the store's pages print it. */
  comment(): string;
}

const script = `<script>alert(1)</script><img src=x onerror=alert(2)>`;
const sql = `'; drop table x; -- " \\`;

/** Acts that are well formed, each with the code that it must have. */
function hostileActs(at: HostilePlace): readonly (readonly [SentAct, string])[] {
  const { product, order, status, language } = at;
  const shipped = (code: string) => (at.ships ? code : 'UNSUPPORTED');
  const noNumbers = [
    '0',
    '-1',
    ' 1',
    '1.0',
    '0x1',
    '1 or 1=1',
    `1${sql}`,
    script,
    '٣',
    '9'.repeat(20),
    'x'.repeat(200),
  ];
  const translation = { language, name: `A ${script} ${sql}` };
  const ofProduct = (given: object, code: string) => [{ do: 'product', with: { product, ...given } }, code] as const;
  const ofOrder = (given: object, code: string) => [{ do: 'order', with: { order, ...given } }, code] as const;
  return [
    ...['drop', '__construct', 'Inventory', 'order; drop table x', 'look', 'rollBack', ''].map(
      (name) => [{ do: name, with: {} }, 'UNSUPPORTED'] as const,
    ),
    [{ do: 'inventory', with: { product, quantity: '1', shop: '2' } }, 'UNSUPPORTED'],
    [{ do: 'order', with: { order, status, sql } }, 'UNSUPPORTED'],
    ...noNumbers.flatMap(
      (id) =>
        [
          [{ do: 'inventory', with: { product: id, quantity: '1' } }, 'NOT_FOUND'],
          [{ do: 'inventory', with: { variant: id, quantity: '1' } }, 'NOT_FOUND'],
          [{ do: 'price', with: { product: id, price: '1' } }, 'NOT_FOUND'],
          [{ do: 'product', with: { product: id, weight: '1' } }, 'NOT_FOUND'],
          [{ do: 'order', with: { order: id, status } }, 'NOT_FOUND'],
          [{ do: 'shipment', with: { order: id, trackingNumber: '1' } }, shipped('NOT_FOUND')],
          [{ do: 'tracking', with: { order, shipment: id, trackingNumber: '1' } }, shipped('NOT_FOUND')],
        ] as const,
    ),
    // Of another kind.
    [{ do: 'order', with: { order: at.productAlone, status } }, 'NOT_FOUND'],
    [{ do: 'shipment', with: { order: at.productAlone, trackingNumber: '1' } }, shipped('NOT_FOUND')],
    [{ do: 'inventory', with: { product: at.orderAlone, quantity: '1' } }, 'NOT_FOUND'],
    [{ do: 'price', with: { product: at.orderAlone, price: '1' } }, 'NOT_FOUND'],
    [{ do: 'product', with: { product: at.orderAlone, weight: '1' } }, 'NOT_FOUND'],
    ...['-1', 'x'.repeat(200), `1${sql}`, script, '1 or 1=1'].flatMap((bad) => [
      ofOrder({ status: bad, comment: script }, 'INVALID'),
      ofOrder({ status, expectedStatus: bad }, 'STALE'),
    ]),
    ofOrder({}, 'INVALID'),
    ofOrder({ status, comment: 'a\u0000b' }, 'INVALID'),
    ...(at.tooLong === null ? [] : [ofOrder({ status, comment: 'x'.repeat(at.tooLong) }, 'INVALID')]),
    ...['9'.repeat(40), `-${'9'.repeat(40)}`, `0.${'0'.repeat(30)}1`].flatMap(
      (number) =>
        [
          [{ do: 'inventory', with: { product, quantity: number } }, 'INVALID'],
          [{ do: 'inventory', with: { product, adjustBy: number } }, 'INVALID'],
          [{ do: 'price', with: { product, price: number } }, 'INVALID'],
          [{ do: 'price', with: { product, salePrice: { price: number } } }, 'INVALID'],
        ] as const,
    ),
    [{ do: 'inventory', with: { product } }, 'INVALID'],
    [{ do: 'inventory', with: { product, quantity: '1', adjustBy: '1' } }, 'INVALID'],
    [{ do: 'price', with: { product } }, 'INVALID'],
    ofProduct({}, 'INVALID'),
    ofProduct({ status: 'HACKED' }, 'UNSUPPORTED'),
    ofProduct({ weight: '-1', translations: [translation] }, 'INVALID'),
    ofProduct({ translations: [{ language: 'xx', name: script }] }, 'INVALID'),
    ofProduct({ translations: [{ language, name: ' ' }] }, 'INVALID'),
    ofProduct({ translations: [{ language, name: 'a\u0000b' }] }, 'INVALID'),
    ...['-1', '999999', `1${sql}`, script].map((id) => ofProduct({ weight: '3', categories: [id] }, 'INVALID')),
    [{ do: 'shipment', with: { order, status: '-1', trackingNumber: '1' } }, shipped('INVALID')],
  ];
}

/** Requests of which the form alone is wrong. */
function malformed({ product, order }: HostilePlace): readonly unknown[] {
  const id = newActId();
  const act = { id, do: 'order', with: { order, comment: 'x' } };
  return [
    'acts',
    [],
    {},
    [act, act],
    Array.from({ length: 251 }, () => ({ ...act, id: newActId() })),
    [{ ...act, id: 'short' }],
    [{ ...act, id: `${id}/../x` }],
    [{ ...act, do: ['order'] }],
    [{ ...act, with: 'x' }],
    ...[
      { order: 5 },
      { order: [order] },
      { order: { id: order } },
      { order: null },
      { order, notify: 'yes' },
      { order, comment: 5 },
      { order, comment: ['x'] },
      { order, status: '' },
      { order: 'a\nb', comment: 'x' },
    ].map((given) => [{ id, do: 'order', with: given }]),
    ...['1e5', '1,5', '', '+1', 'NaN', '١', 5, null].map((quantity) => [
      { id, do: 'inventory', with: { product, quantity } },
    ]),
    [{ id, do: 'price', with: { product, salePrice: { price: '1', startsAt: 'now' } } }],
    [{ id, do: 'price', with: { product, salePrice: { price: '1', more: 'x' } } }],
    [{ id, do: 'product', with: { product, translations: { language: 'en' } } }],
    [{ id, do: 'shipment', with: { order, lines: [{ id: '1' }] } }],
  ];
}

/** Sends a store everything hostile that there is, and expects that nothing is changed, and each has its code. */
export async function expectNothingOfHostileActs(at: HostilePlace): Promise<void> {
  const before = at.held();
  const table = hostileActs(at);
  const results = await at.act(...table.map(([act]) => act));
  expect(table.map(([act], i) => [act, results[i].outcome])).toEqual(table);
  for (const acts of malformed(at)) {
    const { status, code } = await at.call({ body: { verb: 'act', acts } });
    expect([acts, status, code]).toEqual([acts, 400, 'MALFORMED']);
  }
  const comment = 'x'.repeat(at.huge);
  const body = { verb: 'act', acts: [{ id: newActId(), do: 'order', with: { order: at.order, comment } }] };
  expect((await at.call({ body })).status).toBe(413);
  const act = { do: 'order', with: { order: at.order, status: at.status } };
  at.configure({ areas: ['catalog', 'settings'] });
  expect(await at.act(act)).toMatchObject([{ outcome: 'AREA_CLOSED' }]);
  at.configure({});
  // As its owner does it: the code of acts still lies there.
  const config = path.join(at.root, 'drawbridge/config.php');
  const text = readFileSync(config, 'utf8');
  expect(text).toContain("'write' => true");
  writeFileSync(config, text.replace("'write' => true", "'write' => false"));
  const readOnly = await at.call({ body: { verb: 'act', acts: [{ id: newActId(), ...act }] } });
  expect([readOnly.status, readOnly.code]).toEqual([403, 'READ_ONLY']);
  at.configure({});
  expect(at.held()).toBe(before);

  await expectNothingOfHostileCalls(at);
  expect(at.held()).toBe(before);

  // What is hostile only where it is printed is kept, and harmless there.
  const [kept] = await at.act({ do: 'order', with: { order: at.order, comment: at.taken ?? `${script}${sql}` } });
  expect(kept.outcome).toBe('DONE');
  expect(at.comment()).toContain('&lt;script&gt;');
  expect(at.comment()).not.toContain('<');
}

/** The same by a service that is connected to the store, of which some keys may not change anything. */
async function expectNothingOfHostileCalls(at: HostilePlace): Promise<void> {
  const service = await startTestService();
  try {
    const shop = await connectTo(service, at, { key: 'demo' });
    const scopes = ['catalog.read', 'orders.read'];
    const made = await shop.ask(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code } } }',
      { input: { name: randomUUID(), scopes } },
    );
    const key = made.data.createApiKey.secret as string;
    const [product, order] = [shop.gid('Product', at.product), shop.gid('Order', at.order)];
    const changes: readonly (readonly [keyof typeof operations, object, string])[] = [
      ['setInventory', { id: product, quantity: '1' }, 'catalog.write'],
      ['setPrices', { id: product, price: '1' }, 'catalog.write'],
      ['updateProducts', { id: product, weight: '1' }, 'catalog.write'],
      ['updateOrders', { id: order, comment: 'x' }, 'orders.write'],
      ['createShipments', { orderId: order, trackingNumber: '1' }, 'orders.write'],
      ['updateShipments', { orderId: order, shipmentId: '1', trackingNumber: '1' }, 'orders.write'],
    ];
    const calls = service.calls.length;
    for (const [mutation, change, scope] of changes) {
      const { errors } = await shop.ask(operations[mutation], { changes: [change] }, key);
      expect([mutation, errors?.[0]?.extensions.code, errors?.[0]?.extensions.scope]).toEqual([
        mutation,
        'FORBIDDEN',
        scope,
      ]);
    }
    for (const [mutation, wrong] of [
      ['updateOrders', { id: product, comment: 'x' }],
      ['setInventory', { id: order, quantity: '1' }],
      ['createShipments', { orderId: product, trackingNumber: '1' }],
    ] as const) {
      const { errors } = await shop.ask(operations[mutation], { changes: [wrong] });
      expect([mutation, errors?.[0]?.extensions.code]).toEqual([mutation, 'BAD_USER_INPUT']);
    }
    expect(service.calls.length).toBe(calls);
    await expectGoodNeighbours(at, shop);
    const after = service.calls.length;
    const huge = { changes: [{ id: order, comment: 'x'.repeat(10_000_000) }] };
    const reply = await ask(service, operations.updateOrders, huge).catch(() => null);
    expect(reply === null || reply.status === 413 || reply.errors !== undefined).toBe(true);
    expect(service.calls.length).toBe(after);
  } finally {
    await service.close();
    at.configure({});
  }
}

/** A change with a value that no bridge takes has its own code, and the one beside it is made, or refused for what it is itself. */
async function expectGoodNeighbours(at: HostilePlace, shop: ConnectedStore): Promise<void> {
  const [product, order] = [shop.gid('Product', at.product), shop.gid('Order', at.order)];
  const none = '999999999';
  const noId = ['', 'x'.repeat(201), 'a\nb'];
  const beside: readonly (readonly [keyof typeof operations, readonly object[], object])[] = [
    [
      'setInventory',
      noId.map((optionValueId) => ({ quantity: '1', optionValueId })),
      { id: shop.gid('Product', none), quantity: '1' },
    ],
    [
      'setPrices',
      [{ salePrice: { price: '1', startsAt: '9999-12-31T23:59:59-05:00' } }],
      { id: shop.gid('Product', none), price: '1' },
    ],
    [
      'updateProducts',
      [
        ...noId.map((id) => ({ categoryIds: [id] })),
        { categoryIds: Array(1_001).fill('1') },
        { sku: 'half \ud800' },
        { translations: [{ language: at.language, name: 'half \udc00' }] },
        { translations: [{ language: `en-x-${Array(6).fill('abcdefgh').join('-')}`, name: 'x' }] },
      ],
      { id: shop.gid('Product', none), weight: '1' },
    ],
    [
      'updateOrders',
      [...noId.flatMap((id) => [{ statusId: id }, { expectedStatusId: id, comment: 'x' }]), { comment: 'half \ud800' }],
      { id: shop.gid('Order', none), comment: 'x' },
    ],
  ];
  for (const [mutation, wrong, good] of beside) {
    for (const one of wrong) {
      const id = mutation === 'updateOrders' ? order : product;
      const { data } = await shop.ask(operations[mutation], { changes: [{ id, ...one }, good] });
      // biome-ignore lint/suspicious/noExplicitAny: results of any mutation
      const codes = data[mutation].results.map(({ userErrors }: any) => userErrors[0]?.code);
      expect([mutation, one, codes]).toEqual([mutation, one, ['INVALID', 'NOT_FOUND']]);
    }
  }
}
