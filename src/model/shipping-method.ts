import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Money } from './money.js';
import { Place } from './place.js';
import { ShippingRate } from './shipping-rate.js';
import { ShippingZone } from './shipping-zone.js';

export const ShippingKind = {
  FLAT: 'FLAT',
  FREE: 'FREE',
  BY_WEIGHT: 'BY_WEIGHT',
  BY_PRICE: 'BY_PRICE',
  BY_QUANTITY: 'BY_QUANTITY',
  PICKUP: 'PICKUP',
  CARRIER: 'CARRIER',
  OTHER: 'OTHER',
} as const;
export type ShippingKind = keyof typeof ShippingKind;
registerEnumType(ShippingKind, {
  name: 'ShippingKind',
  description: 'How the price of a way of sending is made.',
  valuesConfig: {
    FLAT: { description: 'It is the same for every order: see `price`.' },
    FREE: { description: 'It costs nothing: see `freeFrom` and `needsCoupon` for what an order must have.' },
    BY_WEIGHT: {
      description: 'It goes by weight: see `rates`; where there are none, `price` is of one unit of weight.',
    },
    BY_PRICE: { description: 'It goes by the sum of the goods: see `rates`.' },
    BY_QUANTITY: { description: 'It goes by pieces: see `rates`; where there are none, `price` is of one piece.' },
    PICKUP: { description: 'The shopper collects the goods.' },
    CARRIER: { description: 'A carrier’s service is asked for it.' },
    OTHER: { description: 'By a rule of the merchant’s, or an extension’s.' },
  },
});

@ObjectType('ShippingMethod', { description: 'A way in which the store sends what was ordered.' })
export class ShippingMethod {
  @Field(() => ID, { description: 'The platform’s own id of the way, as its orders name it where they do.' })
  nativeId: string;

  @Field(() => String, {
    description:
      'Its name as shoppers see it in the store’s default language, as plain text; where that stands in the platform’s files, ' +
      'what it is called there in English; the id where neither is known.',
  })
  name: string;

  @Field(() => ShippingKind, { description: 'How its price is made.' })
  kind: ShippingKind;

  @Field(() => Boolean, { description: 'Whether the merchant offers it.' })
  enabled: boolean;

  @Field(() => Boolean, {
    description: 'Whether it is offered wherever the store sends to; false: in its `zones` and at its `places` alone.',
  })
  isEverywhere: boolean;

  @Field(() => [ShippingZone], { description: 'The zones that it is offered in.' })
  zones: ShippingZone[];

  @Field(() => [Place], { description: 'Where it is offered by what it says itself, any of these.' })
  places: Place[];

  @Field(() => Money, {
    nullable: true,
    description: 'What it costs without tax; null where the store does not state one price.',
  })
  price: Money | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'What is charged for handling besides; null where nothing is, or what that comes to hangs on the order.',
  })
  handlingFee: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: 'The sum of the goods from which it costs nothing; null where there is no such sum.',
  })
  freeFrom: Money | null;

  @Field(() => Boolean, { description: 'Whether it is offered to those alone who have a coupon for it.' })
  needsCoupon: boolean;

  @Field(() => [ShippingRate], {
    nullable: true,
    description:
      'The table that its price is found in, where the platform keeps one, in its order; empty where it has none; null, with the ' +
      'reason in `errors`, where it cannot be read.',
  })
  rates: ShippingRate[] | null;
}
