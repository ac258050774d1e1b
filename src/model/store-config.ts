import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DimensionUnit, WeightUnit } from './measures.js';
import { OrderStatus } from './order-status.js';
import { CountryCode, CurrencyCode, DateTime, Decimal, LanguageTag, TimeZone, Url } from './scalars.js';

export { DimensionUnit, WeightUnit } from './measures.js';

@ObjectType('Currency', { description: 'A currency that the store knows.' })
export class Currency {
  @Field(() => CurrencyCode, { description: 'The currency’s code.' })
  code: string;

  @Field(() => String, { description: 'The currency’s name as the store holds it.' })
  name: string;

  @Field(() => Decimal, {
    description: 'Units of this currency for one unit of the default currency; 1 for the default.',
  })
  rate: string;

  @Field(() => Int, { description: 'Decimals that the store shows amounts with.' })
  decimals: number;

  @Field(() => Boolean, { description: 'Whether this is the store’s default currency.' })
  isDefault: boolean;

  @Field(() => Boolean, { description: 'Whether shoppers can choose it.' })
  enabled: boolean;
}

@ObjectType('Language', { description: 'A language that the store holds texts in.' })
export class Language {
  @Field(() => LanguageTag, { description: 'The language’s tag.' })
  tag: string;

  @Field(() => ID, { description: 'The platform’s own id of the language.' })
  nativeId: string;

  @Field(() => String, { description: 'The language’s name as the store holds it.' })
  name: string;

  @Field(() => Boolean, { description: 'Whether this is the store’s default language.' })
  isDefault: boolean;

  @Field(() => Boolean, { description: 'Whether shoppers can choose it.' })
  enabled: boolean;
}

@ObjectType('TaxClass', { description: 'A group of products that are taxed alike.' })
export class TaxClass {
  @Field(() => ID, { description: 'The platform’s own id of the tax class.' })
  nativeId: string;

  @Field(() => String, { description: 'The tax class’s name, as plain text.' })
  name: string;
}

@ObjectType('CustomerGroup', { description: 'A group of customers that the store treats alike, for prices above all.' })
export class CustomerGroup {
  @Field(() => ID, { description: 'The platform’s own id of the group; usable in `CustomerFilter.groupId`.' })
  nativeId: string;

  @Field(() => String, { description: 'The group’s name in the store’s default language, as plain text.' })
  name: string;
}

@ObjectType('Channel', {
  description:
    'A front of the store, such as a shop of several under one roof or a store view. A store has at least one.',
})
export class Channel {
  @Field(() => ID, { description: 'The platform’s own id of the channel.' })
  nativeId: string;

  @Field(() => String, { description: 'The channel’s name, as plain text.' })
  name: string;

  @Field(() => Url, { nullable: true, description: 'Where shoppers find it; null where the store does not say.' })
  url: string | null;
}

@ObjectType('StoreConfig', {
  description:
    'The store’s own configuration. It is read through a cache in memory: `fetchedAt` says when, ' +
    '`refreshStoreConfig` reads it anew.',
})
export class StoreConfig {
  @Field(() => String, { description: 'The store’s name as shoppers see it, as plain text.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'The merchant’s address for mail; null where none is set.' })
  email: string | null;

  @Field(() => String, { nullable: true, description: 'The merchant’s telephone number; null where none is set.' })
  phone: string | null;

  @Field(() => CountryCode, { nullable: true, description: 'The country the store is in; null where none is set.' })
  country: string | null;

  @Field(() => TimeZone, { description: 'The time zone that the store keeps its times in. This API answers in UTC.' })
  timeZone: string;

  @Field(() => CurrencyCode, { description: 'The currency that products are priced in.' })
  defaultCurrency: string;

  @Field(() => [Currency], { description: 'Every currency the store knows, enabled or not.' })
  currencies: Currency[];

  @Field(() => LanguageTag, { description: 'The language of names and descriptions outside `translations`.' })
  defaultLanguage: string;

  @Field(() => [Language], { description: 'Every language the store knows, enabled or not.' })
  languages: Language[];

  @Field(() => WeightUnit, {
    nullable: true,
    description: 'The unit of weights; null where the platform knows none (Magento 1) or it is none of these.',
  })
  weightUnit: WeightUnit | null;

  @Field(() => DimensionUnit, {
    nullable: true,
    description: 'The unit of lengths; null where the platform knows none or it is none of these.',
  })
  dimensionUnit: DimensionUnit | null;

  @Field(() => Boolean, { description: 'Whether the prices of products, as the store holds them, include tax.' })
  pricesIncludeTax: boolean;

  @Field(() => [OrderStatus], { description: 'Every status that orders of this store can have.' })
  orderStatuses: OrderStatus[];

  @Field(() => [TaxClass], { description: 'Every tax class.' })
  taxClasses: TaxClass[];

  @Field(() => [CustomerGroup], { description: 'Every customer group.' })
  customerGroups: CustomerGroup[];

  @Field(() => [Channel], { description: 'The store’s fronts, at least one, the main one first.' })
  channels: Channel[];

  @Field(() => DateTime, { description: 'When this was last read from the store.' })
  fetchedAt: Date;

  @Field(() => DateTime, { description: 'When the cached copy goes stale and is read again.' })
  expiresAt: Date;
}
