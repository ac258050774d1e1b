import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Money } from './money.js';
import { Node } from './node.js';
import { Place } from './place.js';
import { Decimal } from './scalars.js';
import { CustomerGroup, TaxClass } from './store-config.js';

@ObjectType('TaxZone', { description: 'A group of places that the merchant put together and named.' })
export class TaxZone {
  @Field(() => ID, { description: 'The platform’s own id of the zone.' })
  nativeId: string;

  @Field(() => String, { description: 'The zone’s name, as plain text.' })
  name: string;
}

/** A platform answers with plain objects of this shape: the ids always filled, every other property where it is selected. */
@ObjectType('TaxRate', {
  implements: Node,
  description: 'A tax that the store charges for goods of some classes at some places.',
})
export class TaxRate extends Node {
  /** UUID of the store; always filled. */
  storeId: string;

  @Field(() => ID, { description: 'The platform’s own id of the rate.' })
  nativeId: string;

  @Field(() => String, {
    description: 'Its name as shoppers see it, as plain text; the id where the store gave it none.',
  })
  name?: string;

  @Field(() => Boolean, { description: 'Whether it is charged.' })
  enabled?: boolean;

  @Field(() => Decimal, { nullable: true, description: 'Per cent: `19`, `8.25`; null where it is an amount.' })
  percentage?: string | null;

  @Field(() => Money, {
    nullable: true,
    description: 'What it comes to for a piece; null where it is a part of the price, as on most platforms.',
  })
  amount?: Money | null;

  @Field(() => [TaxClass], { description: 'The classes of goods that it holds for.' })
  taxClasses?: TaxClass[];

  @Field(() => [Place], { description: 'Where it holds, any of these; empty: everywhere.' })
  places?: Place[];

  @Field(() => TaxZone, {
    nullable: true,
    description: 'The zone that its places make; null where the platform has none, or the merchant deleted it.',
  })
  zone?: TaxZone | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Which of several rates of the same goods comes first, lowest first; null where the platform has no order.',
  })
  priority?: number | null;

  @Field(() => Boolean, { description: 'Whether it is charged on top of the taxes before it too.' })
  compound?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether shipping is taxed by it; null where that hangs on the way of sending.',
  })
  appliesToShipping?: boolean | null;

  @Field(() => [CustomerGroup], { description: 'The groups of customers that it holds for; empty: everybody.' })
  customerGroups?: CustomerGroup[];
}

@InputType('TaxRateFilter', { description: 'Which tax rates are wanted. Every condition given must hold.' })
export class TaxRateFilter {
  @Field(() => [ID], { nullable: true, description: 'Only these, by native id.' })
  ids?: string[] | null;
}
