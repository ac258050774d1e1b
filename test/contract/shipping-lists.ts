import { answered } from '../../src/bridge/plan.js';
import type { StoreSession } from '../../src/domain/store-session.js';
import type { Thing } from './filter-cases.js';

/** Ways of sending as a store's platform reads them; none where it does not. */
export const waysOfSending = async (session: StoreSession): Promise<readonly Thing[]> =>
  (await session.ask(({ shipping }, view) => shipping?.methods(view) ?? answered([]))) as unknown as readonly Thing[];

/** The zones of the same. */
export const zonesOfSending = async (session: StoreSession): Promise<readonly Thing[]> =>
  (await session.ask(({ shipping }, view) => shipping?.zones(view) ?? answered([]))) as unknown as readonly Thing[];
