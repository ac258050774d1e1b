import { randomBytes } from 'node:crypto';
import { openDemoStore } from '../../demo/open-demo-store.js';
import { tablePrefix } from '../../demo/schema.js';
import type { Capability } from '../../src/model/capability.js';
import type { StoreView } from '../../src/platforms/platform.js';
import { type BridgedStore, bridgedStore, type FileStore } from './bridged-store.js';
import { openCornerShop } from './cornershop/cornershop-fixture.js';
import { prefix as magentoPrefix, openedAttributes, openMagento1Fixture } from './magento1-fixture.js';
import { openPrestaShop } from './prestashop-fixture.js';
import { openedFields, openWooCommerceFixture } from './woocommerce-fixture.js';
import { openZenCartFixture } from './zencart-fixture.js';

/** A store of one platform that every machine can open. */
export interface Fixture {
  /** The platform's id. */
  readonly platformId: string;
  open(): Promise<BridgedStore>;
  /** Opens it with its database at hand, and what its connector fills into the names of tables. */
  readonly inFile?: { open(): Promise<FileStore>; readonly names: Readonly<Record<string, string>> };
  /** What the platform can be asked and this store has none of. */
  readonly without?: readonly Capability[];
  /** The same store as a store of other settings would be seen, where the platform's statements hang on them. */
  otherViews?(view: StoreView): readonly StoreView[];
}

/** What an owner opened, as the bridge fills it into the conditions of relations. */
const openedNames = (opened: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(opened).map(([kind, keys]) => [`open:${kind}`, keys.map((key) => `'${key}'`).join(', ')]),
  );

/** One fixture for each platform; the contract suite runs over all of them. */
export const fixtures: readonly Fixture[] = [
  {
    platformId: 'OPENCART',
    // The demo's parcels have no tracking numbers, and OpenCart keeps no others; 4.1, which it is, has no gift certificates.
    without: ['order.shipment.read', 'gift-card.read'],
    open: openDemo,
    inFile: { open: openDemo, names: { prefix: tablePrefix } },
  },
  {
    platformId: 'MAGENTO1',
    open: openMagento1Fixture,
    inFile: { open: openMagento1Fixture, names: { prefix: magentoPrefix, ...openedNames(openedAttributes) } },
    // What an owner opens of customers, of each type that an attribute can have.
    otherViews: (view) =>
      ['int', 'decimal', 'text', 'datetime'].map((type) => {
        const native = view.native as { customerAttributes: object };
        const customerAttributes = { ...native.customerAttributes, taxvat: { id: 1, code: 'taxvat', type } };
        return { ...view, native: { ...native, customerAttributes } };
      }),
  },
  {
    platformId: 'WOOCOMMERCE',
    open: openWooCommerceFixture,
    inFile: {
      open: openWooCommerceFixture,
      names: {
        ...{ site: '2', own: 'kiln_2_', users: 'kiln_users', user_meta: 'kiln_usermeta' },
        ...openedNames(openedFields),
      },
    },
    // Orders in tables of their own, and among the posts.
    otherViews: (view) =>
      [true, false].map((ordersInTables) => ({ ...view, native: { ...(view.native as object), ordersInTables } })),
  },
  {
    platformId: 'PRESTASHOP',
    open: openPrestaShop,
    inFile: { open: openPrestaShop, names: { prefix: 'shop_' } },
    // A shop whose visitors get something off in some categories.
    otherViews: (view) => [{ ...view, native: { ...(view.native as object), categoryReductions: true } }],
  },
  {
    platformId: 'ZENCART',
    open: openZenCartFixture,
    inFile: { open: openZenCartFixture, names: { prefix: 'reed_' } },
  },
];

async function openDemo(): Promise<FileStore> {
  const secret = randomBytes(32);
  const demo = await openDemoStore({
    keyId: 'contract',
    secret: secret.toString('base64url'),
    today: new Date('2026-06-01T00:00:00Z'),
    scale: 'small',
  });
  const store = bridgedStore(demo.url, { id: 'contract', secret }, () => demo.close());
  return { ...store, database: demo.database };
}

/** A platform that no merchant has, made up to show what the smallest one needs; the contract suite runs over it too. */
export const madeUp: Fixture = { platformId: 'CORNERSHOP', open: openCornerShop };
