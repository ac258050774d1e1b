import type { OrderState } from '../../../src/model/order-status.js';
import { configBy } from '../../../src/platforms/config-plan.js';
import type { Collated, StoreView } from '../../../src/platforms/platform.js';
import { cornershop } from './cornershop-relations.js';

export type View = StoreView<Collated>;
export const zone = () => 'UTC';
const states: readonly OrderState[] = ['PENDING', 'PROCESSING', 'COMPLETED'];

export const config = configBy(
  () => ({ settings: cornershop.selectFrom('setting as t').select(['t.name', 't.value']) }),
  (rows, { hello, url }) => {
    const held = new Map(rows.settings.map((row) => [row.name, row.value]));
    const name = held.get('name') ?? url;
    return {
      config: {
        name,
        email: held.get('mail') ?? null,
        phone: null,
        country: null,
        timeZone: zone(),
        defaultCurrency: 'EUR',
        currencies: [{ code: 'EUR', name: 'Euro', rate: '1', decimals: 2, isDefault: true, enabled: true }],
        defaultLanguage: 'en',
        languages: [{ tag: 'en', nativeId: '1', name: 'English', isDefault: true, enabled: true }],
        weightUnit: null,
        dimensionUnit: null,
        pricesIncludeTax: true,
        orderStatuses: states.map((state, at) => ({ nativeId: String(at), name: state.toLowerCase(), state })),
        taxClasses: [],
        customerGroups: [],
        channels: [{ nativeId: '1', name, url }],
      },
      native: { textIgnoresCase: hello.database.kind !== 'sqlite' },
    };
  },
);
