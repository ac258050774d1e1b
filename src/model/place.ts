import { Field, ObjectType } from 'type-graphql';
import { CountryCode } from './scalars.js';

@ObjectType('Place', {
  description: 'Where a tax or a way of sending holds: everywhere that meets all that is said.',
})
export class Place {
  @Field(() => CountryCode, { nullable: true, description: 'In this country; null: in any.' })
  country: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'In this region of it, by the platform’s code, else its name; null: in all of the country.',
  })
  region: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'On this continent, by its code of two letters, such as `EU`; null: not said by continent (few platforms do).',
  })
  continent: string | null;

  @Field(() => [String], {
    description:
      'At one of these postcodes, as the platform writes them: `94110`, `941*`, `94000...94199`; empty: at any.',
  })
  postcodes: string[];

  @Field(() => [String], { description: 'In one of these cities; empty: in any.' })
  cities: string[];
}
