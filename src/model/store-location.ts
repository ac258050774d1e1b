import { Field, ID, ObjectType } from 'type-graphql';
import { CountryCode, Decimal } from './scalars.js';

@ObjectType('StoreLocation', {
  description: 'A shop or a place of collection that the merchant shows to shoppers.',
})
export class StoreLocation {
  @Field(() => ID, { description: 'The platform’s own id of the place; its number in the list where it has none.' })
  nativeId: string;

  @Field(() => String, { description: 'Its name, as plain text.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The lines of its address, parted by line feeds: all of it where the platform keeps it as one text; null where there is none.',
  })
  address: string | null;

  @Field(() => String, { nullable: true, description: 'The town; null where the platform does not keep it apart.' })
  city: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The postal code; null where the platform does not keep it apart.',
  })
  postcode: string | null;

  @Field(() => String, { nullable: true, description: 'The state or the like, as held; null where there is none.' })
  region: string | null;

  @Field(() => CountryCode, {
    nullable: true,
    description: 'The country; null where the platform does not keep it apart.',
  })
  country: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Degrees north of the equator; null where not held.' })
  latitude: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Degrees east of Greenwich; null where not held.' })
  longitude: string | null;

  @Field(() => String, { nullable: true, description: 'Its telephone number; null where there is none.' })
  phone: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'When it is open, in the merchant’s words; a line for each day from Monday on where the platform keeps days. Null where it does not say.',
  })
  openingHours: string | null;

  @Field(() => Boolean, { description: 'Whether shoppers are shown it.' })
  enabled: boolean;
}
