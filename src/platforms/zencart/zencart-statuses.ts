import type { OrderState } from '../../model/order-status.js';

/** What an order status means. `shipped` says that it means the parcel has left. */
export interface StatusMeaning {
  readonly state: OrderState;
  readonly shipped: boolean;
}

const meaning = (state: OrderState, shipped = false): StatusMeaning => ({ state, shipped });

/** The statuses that Zen Cart installs, by id. Its fourth, Update, says that something was changed and so nothing known. */
const installed: ReadonlyMap<number, StatusMeaning> = new Map([
  [1, meaning('PENDING')],
  [2, meaning('PROCESSING')],
  [3, meaning('COMPLETED', true)],
  [4, meaning('OTHER')],
]);

/**
 * What words in a name mean, in the order in which they are looked for: the first that a word of the name begins with counts, where
 * something must stand behind it, with that. Zen
 * Cart knows a status by its id and name alone, so the name is all there is to tell what a merchant's own status means.
 */
const words: readonly (readonly [RegExp, StatusMeaning, behind?: RegExp])[] = [
  [/\b(partial|partly|teilweise)/, meaning('PROCESSING')],
  [
    /\b(not|awaiting|waiting|pending|warte|attente|pendiente)\b/,
    meaning('PENDING'),
    /\b(paid|pay|ship|zahl|paiement|pago)/,
  ],
  [/\bunpaid/, meaning('PENDING')],
  [/\b(refund|reversed|charge ?back|erstatt|ruckerstatt|rembours|reembols|rimbors)/, meaning('REFUNDED')],
  [/\b(cancel|void|expired|stornier|annul|geannuleerd)/, meaning('CANCELLED')],
  [/\b(fail|denied|declined|fraud|reject|fehlgeschlagen|abgelehnt|echou|echec|fallid|rechazad)/, meaning('FAILED')],
  [/\b(hold|back ?order|awaiting stock|under review|zuruckgestellt|en espera)/, meaning('ON_HOLD')],
  [/\b(ready|prepar|pack|in progress|confirmed|in bearbeitung)/, meaning('PROCESSING')],
  [/\b(shipped|sent|dispatched|in transit|out for delivery|on its way)/, meaning('PROCESSING', true)],
  [/\b(versandt|verschickt|versendet|expedie|envoye|enviad|spedit|verzonden)/, meaning('PROCESSING', true)],
  [/\b(deliver|complete|fulfilled|collected|picked up|closed|zugestellt|geliefert)/, meaning('COMPLETED', true)],
  [/\b(abgeschlossen|livre|termine|entregad|completad|consegnat|geleverd)/, meaning('COMPLETED', true)],
  [/\b(process|paid|payment received|bezahlt|paye|pagad|procesando|en cours)/, meaning('PROCESSING')],
  [/\b(pending|new|offen|ausstehend|wartend|en attente|pendiente|in attesa)/, meaning('PENDING')],
];

/**
 * What a status means: by its names in the store's languages, the default one first; else, for an id that Zen Cart installs, by
 * that id, since its name is then a translation; else nothing known.
 */
export function meaningOf(id: number, names: readonly string[]): StatusMeaning {
  for (const name of names) {
    const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const known = words.find(([pattern, , behind]) => {
      const found = pattern.exec(plain);
      return found && (!behind || behind.test(plain.slice(found.index + found[0].length)));
    });
    if (known) return known[1];
  }
  return installed.get(id) ?? meaning('OTHER');
}
