import type { Hello } from '../../../src/bridge/hello.js';
import type { Plan } from '../../../src/bridge/plan.js';
import type { OrderState } from '../../../src/model/order-status.js';
import { Gathering } from '../../../src/platforms/gathering.js';
import type { ReadConfig, StoreView } from '../../../src/platforms/platform.js';
import { cornershop } from './cornershop-relations.js';

export type View = StoreView<{ readonly textIgnoresCase: boolean }>;
export const zone = () => 'UTC';
const states: readonly OrderState[] = ['PENDING', 'PROCESSING', 'COMPLETED'];

export function config(
  hello: Hello,
  store: { readonly url: string },
): Plan<{ config: ReadConfig; native: View['native'] }> {
  const gathering = new Gathering();
  const settings = gathering.add('settings', cornershop.selectFrom('setting as t').select(['t.name', 't.value']));
  return {
    statements: gathering.statements,
    decode(results) {
      const held = new Map(results.rows(settings).map((row) => [row.name, row.value]));
      const name = held.get('name') ?? store.url;
      const read: ReadConfig = {
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
        channels: [{ nativeId: '1', name, url: store.url }],
      };
      return { config: read, native: { textIgnoresCase: hello.database.kind !== 'sqlite' } };
    },
  };
}
