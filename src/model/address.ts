import { Field, ObjectType } from 'type-graphql';
import { CountryCode } from './scalars.js';

@ObjectType('Address', {
  description: 'A postal address. Parts that the store does not hold are null. As plain text, never escaped for HTML.',
})
export class Address {
  @Field(() => String, { nullable: true, description: 'Given name; null where there is none.' })
  firstName: string | null;

  @Field(() => String, { nullable: true, description: 'Family name; null where there is none.' })
  lastName: string | null;

  @Field(() => String, { nullable: true, description: 'Company; null where there is none.' })
  company: string | null;

  @Field(() => String, { nullable: true, description: 'Street and number; null where there is none.' })
  address1: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What did not fit in the first line; null where there is nothing.',
  })
  address2: string | null;

  @Field(() => String, { nullable: true, description: 'Town; null where there is none.' })
  city: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the state, province or county; null where there is none.',
  })
  region: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The store’s short code of the region, such as `CA`; null where there is none.',
  })
  regionCode: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code; null where there is none.' })
  postcode: string | null;

  @Field(() => CountryCode, {
    nullable: true,
    description: 'Country; null where the store’s country is not a known one.',
  })
  country: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number; null where there is none.' })
  phone: string | null;
}
