import { Field, ID, ObjectType } from 'type-graphql';
import { Place } from './place.js';

@ObjectType('ShippingZone', {
  description: 'A group of places that the merchant put together, named, and sends to in the same ways.',
})
export class ShippingZone {
  @Field(() => ID, { description: 'The platform’s own id of the zone.' })
  nativeId: string;

  @Field(() => String, { description: 'The zone’s name, as plain text; the id where the store gave it none.' })
  name: string;

  @Field(() => Boolean, { description: 'Whether the store sends there at all.' })
  enabled: boolean;

  @Field(() => Boolean, {
    description: 'Whether it is wherever no other zone is, in place of `places`.',
  })
  isElsewhere: boolean;

  @Field(() => [Place], {
    description: 'What it is made of, any of these; empty: nothing, but for `isElsewhere`.',
  })
  places: Place[];
}
