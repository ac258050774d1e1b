import type { Bilingual } from './branch.js';

/** The order statuses of a fresh installation by id. */
export const orderStatuses: Readonly<Record<number, Bilingual>> = {
  1: ['Pending', 'Ausstehend'],
  2: ['Processing', 'In Bearbeitung'],
  3: ['Shipped', 'Versandt'],
  5: ['Complete', 'Abgeschlossen'],
  7: ['Canceled', 'Storniert'],
  8: ['Denied', 'Abgelehnt'],
  9: ['Canceled Reversal', 'Storno aufgehoben'],
  10: ['Failed', 'Fehlgeschlagen'],
  11: ['Refunded', 'Erstattet'],
  12: ['Reversed', 'Rückgängig gemacht'],
  13: ['Chargeback', 'Rückbuchung'],
  14: ['Expired', 'Abgelaufen'],
  15: ['Processed', 'Bearbeitet'],
  16: ['Voided', 'Ungültig'],
};

/** What a product page says of the stock, by id. */
export const stockStatuses: Readonly<Record<number, Bilingual>> = {
  5: ['Out Of Stock', 'Nicht vorrätig'],
  6: ['2-3 Days', '2-3 Tage'],
  7: ['In Stock', 'Auf Lager'],
  8: ['Pre-Order', 'Vorbestellung'],
};

export const returnStatuses: Readonly<Record<number, Bilingual>> = {
  1: ['Pending', 'Ausstehend'],
  2: ['Awaiting Products', 'Warten auf Ware'],
  3: ['Complete', 'Abgeschlossen'],
};

export const returnReasons: Readonly<Record<number, Bilingual>> = {
  1: ['Arrived damaged', 'Beschädigt angekommen'],
  2: ['Wrong item in the parcel', 'Falscher Artikel im Paket'],
  3: ['Ordered by mistake', 'Versehentlich bestellt'],
  4: ['Faulty', 'Fehlerhaft'],
  5: ['Another reason', 'Anderer Grund'],
};

export const returnActions: Readonly<Record<number, Bilingual>> = {
  1: ['Refunded', 'Erstattet'],
  2: ['Credit issued', 'Guthaben ausgestellt'],
  3: ['Replacement sent', 'Ersatz versandt'],
};
