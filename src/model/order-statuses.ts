import { registerEnumType } from 'type-graphql';

export const FinancialStatus = {
  PENDING: 'PENDING',
  AUTHORIZED: 'AUTHORIZED',
  PARTIALLY_PAID: 'PARTIALLY_PAID',
  PAID: 'PAID',
  PARTIALLY_REFUNDED: 'PARTIALLY_REFUNDED',
  REFUNDED: 'REFUNDED',
  VOIDED: 'VOIDED',
  UNKNOWN: 'UNKNOWN',
} as const;
export type FinancialStatus = keyof typeof FinancialStatus;
registerEnumType(FinancialStatus, {
  name: 'FinancialStatus',
  description: 'How far an order is paid.',
  valuesConfig: {
    PENDING: { description: 'Not paid yet.' },
    AUTHORIZED: { description: 'The money is held, not yet taken.' },
    PARTIALLY_PAID: { description: 'Paid in part.' },
    PAID: { description: 'Paid in full.' },
    PARTIALLY_REFUNDED: { description: 'Paid back in part.' },
    REFUNDED: { description: 'Paid back in full.' },
    VOIDED: { description: 'Called off before any money was taken.' },
    UNKNOWN: { description: 'The store does not say.' },
  },
});

export const FulfillmentStatus = {
  UNFULFILLED: 'UNFULFILLED',
  PARTIALLY_FULFILLED: 'PARTIALLY_FULFILLED',
  FULFILLED: 'FULFILLED',
  RETURNED: 'RETURNED',
  UNKNOWN: 'UNKNOWN',
} as const;
export type FulfillmentStatus = keyof typeof FulfillmentStatus;
registerEnumType(FulfillmentStatus, {
  name: 'FulfillmentStatus',
  description: 'How far an order is sent.',
  valuesConfig: {
    UNFULFILLED: { description: 'Nothing sent yet.' },
    PARTIALLY_FULFILLED: { description: 'Sent in part.' },
    FULFILLED: { description: 'All sent.' },
    RETURNED: { description: 'Sent back.' },
    UNKNOWN: { description: 'The store does not say.' },
  },
});
