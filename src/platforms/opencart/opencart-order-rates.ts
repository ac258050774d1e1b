import { chargedIn } from '../order-rates.js';
import type { OpenCartView } from './opencart-config.js';

/** `Order.total` as SQL: see `chargeIn`. */
export const chargedTotal = (view: OpenCartView) =>
  chargedIn(view, { total: 'o.total', code: 'o.currency_code', rate: 'o.currency_value', today: true });
