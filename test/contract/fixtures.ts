import { randomBytes } from 'node:crypto';
import { openDemoStore } from '../../demo/open-demo-store.js';
import type { Capability } from '../../src/model/capability.js';
import type { StoreView } from '../../src/platforms/platform.js';
import { type BridgedStore, bridgedStore } from './bridged-store.js';
import { openCornerShop } from './cornershop/cornershop-fixture.js';
import { openMagento1Fixture } from './magento1-fixture.js';
import { openPrestaShop } from './prestashop-fixture.js';
import { openWooCommerceFixture } from './woocommerce-fixture.js';
import { openZenCartFixture } from './zencart-fixture.js';

/** A store of one platform that every machine can open. */
export interface Fixture {
  /** The platform's id. */
  readonly platformId: string;
  open(): Promise<BridgedStore>;
  /** What the platform can be asked and this store has none of. */
  readonly without?: readonly Capability[];
  /** The same store as a store of other settings would be seen, where the platform's statements hang on them. */
  otherViews?(view: StoreView): readonly StoreView[];
}

/** One fixture for each platform; the contract suite runs over all of them. */
export const fixtures: readonly Fixture[] = [
  {
    platformId: 'OPENCART',
    // The demo's parcels have no tracking numbers, and OpenCart keeps no others.
    without: ['order.shipment.read'],
    async open() {
      const secret = randomBytes(32);
      const demo = await openDemoStore({
        keyId: 'contract',
        secret: secret.toString('base64url'),
        today: new Date('2026-06-01T00:00:00Z'),
        scale: 'small',
      });
      return bridgedStore(demo.url, { id: 'contract', secret }, () => demo.close());
    },
  },
  { platformId: 'MAGENTO1', open: openMagento1Fixture },
  {
    platformId: 'WOOCOMMERCE',
    open: openWooCommerceFixture,
    // Orders in tables of their own, and among the posts.
    otherViews: (view) =>
      [true, false].map((ordersInTables) => ({ ...view, native: { ...(view.native as object), ordersInTables } })),
  },
  {
    platformId: 'PRESTASHOP',
    open: openPrestaShop,
    // A shop whose visitors get something off in some categories.
    otherViews: (view) => [{ ...view, native: { ...(view.native as object), categoryReductions: true } }],
  },
  { platformId: 'ZENCART', open: openZenCartFixture },
];

/** A platform that no merchant has, made up to show what the smallest one needs; the contract suite runs over it too. */
export const madeUp: Fixture = { platformId: 'CORNERSHOP', open: openCornerShop };
