import { Field, ObjectType } from 'type-graphql';
import { CurrencyCode, Decimal } from './scalars.js';

@ObjectType('Money', { description: 'An amount of money in one currency.' })
export class Money {
  @Field(() => Decimal, {
    description:
      'The exact amount in whole units of the currency (euros, not cents), with as many decimals as the store holds.',
  })
  amount: string;

  @Field(() => CurrencyCode, { description: 'The currency of the amount.' })
  currencyCode: string;
}
