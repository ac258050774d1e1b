import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { OrderState } from './order-status.js';
import { FinancialStatus, FulfillmentStatus } from './order-statuses.js';
import { DateTime, Decimal } from './scalars.js';

@InputType('OrderFilter', { description: 'Which orders are wanted. Every condition given must hold.' })
export class OrderFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only these, by the number that shoppers see.' })
  numbers?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only orders of these statuses, by native id (see `StoreConfig.orderStatuses`).',
  })
  statusIds?: string[] | null;

  @Field(() => [OrderState], { nullable: true, description: 'Only orders whose status means one of these.' })
  states?: OrderState[] | null;

  @Field(() => ID, { nullable: true, description: 'Only orders of this customer, by native id.' })
  customerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only orders placed with this e-mail address; upper and lower case are alike.',
  })
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Each word of this text is in the number, the e-mail address, the names of the billing or shipping address, or the SKU of a ' +
      'line; upper and lower case are alike.',
  })
  search?: string | null;

  @Field(() => [FinancialStatus], { nullable: true, description: 'Only orders that are so far paid.' })
  financialStatuses?: FinancialStatus[] | null;

  @Field(() => [FulfillmentStatus], { nullable: true, description: 'Only orders that are so far sent.' })
  fulfillmentStatuses?: FulfillmentStatus[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only orders paid in this way, as `Order.paymentMethod` shows it; upper and lower case are alike.',
  })
  paymentMethod?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'The total is at least this, in whatever currency the order was charged in.',
  })
  totalMin?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'The total is at most this, in whatever currency the order was charged in.',
  })
  totalMax?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Placed at this moment or later.' })
  placedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Placed before this moment.' })
  placedBefore?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Last changed at this moment or later, as `updatedAt` shows it; what was never changed counts from when it was placed. A ' +
      'change of status counts on every platform, what is written into the database past the shop on none.',
  })
  updatedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Last changed before this moment.' })
  updatedBefore?: Date | null;
}

export const OrderOrder = {
  ID_ASC: 'ID_ASC',
  ID_DESC: 'ID_DESC',
  PLACED_AT_ASC: 'PLACED_AT_ASC',
  PLACED_AT_DESC: 'PLACED_AT_DESC',
  UPDATED_AT_ASC: 'UPDATED_AT_ASC',
  UPDATED_AT_DESC: 'UPDATED_AT_DESC',
  TOTAL_ASC: 'TOTAL_ASC',
  TOTAL_DESC: 'TOTAL_DESC',
} as const;
export type OrderOrder = keyof typeof OrderOrder;
registerEnumType(OrderOrder, {
  name: 'OrderOrder',
  description: 'The order of a list of orders. Ties are ordered by id.',
  valuesConfig: {
    ID_ASC: { description: 'By native id, lowest first.' },
    ID_DESC: { description: 'By native id, highest first.' },
    PLACED_AT_ASC: { description: 'By when it was placed, oldest first.' },
    PLACED_AT_DESC: { description: 'By when it was placed, newest first.' },
    UPDATED_AT_ASC: { description: 'By last change, oldest first.' },
    UPDATED_AT_DESC: { description: 'By last change, newest first.' },
    TOTAL_ASC: { description: 'By total as stored, whatever its currency, lowest first.' },
    TOTAL_DESC: { description: 'By total as stored, whatever its currency, highest first.' },
  },
});
