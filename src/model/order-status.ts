import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

export const OrderState = {
  PENDING: 'PENDING',
  PROCESSING: 'PROCESSING',
  ON_HOLD: 'ON_HOLD',
  COMPLETED: 'COMPLETED',
  CANCELLED: 'CANCELLED',
  REFUNDED: 'REFUNDED',
  FAILED: 'FAILED',
  OTHER: 'OTHER',
} as const;
export type OrderState = keyof typeof OrderState;
registerEnumType(OrderState, {
  name: 'OrderState',
  description: 'What a status of the store means, in words that are the same for every platform.',
  valuesConfig: {
    PENDING: { description: 'Placed, not yet paid or accepted.' },
    PROCESSING: { description: 'Being prepared or on its way.' },
    ON_HOLD: { description: 'Waiting for somebody.' },
    COMPLETED: { description: 'Delivered, nothing left to do.' },
    CANCELLED: { description: 'Called off by the shopper or the merchant.' },
    REFUNDED: { description: 'Paid back.' },
    FAILED: { description: 'The payment failed or was refused.' },
    OTHER: { description: 'A status of the merchant’s own that says nothing known.' },
  },
});

@ObjectType('OrderStatus', { description: 'A status that orders of this store can have, as the merchant named it.' })
export class OrderStatus {
  @Field(() => ID, { description: 'The platform’s own id of the status; usable in `OrderFilter.statusIds`.' })
  nativeId: string;

  @Field(() => String, { description: 'The status’s name in the store’s default language, as plain text.' })
  name: string;

  @Field(() => OrderState, { description: 'What the status means, whatever its name.' })
  state: OrderState;
}
