import { Field, ObjectType } from 'type-graphql';
import { Money } from './money.js';
import { Place } from './place.js';
import { Decimal } from './scalars.js';
import { ShippingZone } from './shipping-zone.js';

@ObjectType('ShippingRate', {
  description:
    'A line of a table of prices. What is measured, the method’s `kind` says: weight in the store’s `weightUnit`, the sum of the ' +
    'goods in its default currency, or pieces. Which of two lines an order on their border is in, is the platform’s business.',
})
export class ShippingRate {
  @Field(() => ShippingZone, {
    nullable: true,
    description: 'The zone that the line is for; null: wherever the method holds, or at `places`.',
  })
  zone: ShippingZone | null;

  @Field(() => [Place], {
    description: 'Where the line is for, any of these, where it says so itself; empty: as `zone` says.',
  })
  places: Place[];

  @Field(() => Decimal, { description: 'What is measured is at least this.' })
  from: string;

  @Field(() => Decimal, { nullable: true, description: 'And at most this; null: no end.' })
  to: string | null;

  @Field(() => Money, {
    nullable: true,
    description: 'What sending costs then, without tax; null where it is a part of the goods’ sum.',
  })
  price: Money | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'What it costs in per cent of the goods’ sum: `5`; null where it is an amount.',
  })
  percentage: string | null;
}
