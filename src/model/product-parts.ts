import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Money } from './money.js';
import { DateTime, Decimal, LanguageTag, Url } from './scalars.js';
import { CustomerGroup } from './store-config.js';

@ObjectType('SpecialPrice', { description: 'A special price of a product, with the conditions that it holds under.' })
export class SpecialPrice {
  @Field(() => Money, { description: 'The price for one piece, in the store’s default currency.' })
  price: Money;

  @Field(() => DateTime, { nullable: true, description: 'From when it holds; null where it always has.' })
  startsAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends (exclusive); null where it does not.' })
  endsAt: Date | null;

  @Field(() => CustomerGroup, { nullable: true, description: 'For whom it holds; null for everybody.' })
  customerGroup: CustomerGroup | null;

  @Field(() => Int, { description: 'From how many pieces it holds; 1 where it always does.' })
  minQuantity: number;
}

@ObjectType('Inventory', { description: 'What the store says of the stock of a product or variant.' })
export class Inventory {
  @Field(() => Boolean, { description: 'Whether the store counts the stock.' })
  tracked: boolean;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Pieces in stock, below zero where oversold; null where it is not known.',
  })
  quantity: string | null;

  @Field(() => Boolean, {
    description:
      'Whether the stock lets one be bought (not tracked, or more than none, or backorders), whatever the product’s status.',
  })
  available: boolean;

  @Field(() => Boolean, { description: 'Whether it can be ordered when none is left.' })
  backorders: boolean;
}

@ObjectType('Brand', { description: 'Who makes a product.' })
export class Brand {
  @Field(() => ID, { description: 'The platform’s own id of the brand.' })
  nativeId: string;

  @Field(() => String, { description: 'The brand’s name, as plain text.' })
  name: string;
}

@ObjectType('Image', { description: 'A picture, by its address.' })
export class Image {
  @Field(() => Url, { description: 'Where the original picture is.' })
  url: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the picture shows, in words; null where the store does not say.',
  })
  alt: string | null;

  @Field(() => Int, { description: 'Its place among its neighbours; the main picture has the lowest.' })
  position: number;
}

export const OptionKind = {
  SELECT: 'SELECT',
  RADIO: 'RADIO',
  CHECKBOX: 'CHECKBOX',
  SWATCH: 'SWATCH',
  TEXT: 'TEXT',
  TEXTAREA: 'TEXTAREA',
  NUMBER: 'NUMBER',
  FILE: 'FILE',
  DATE: 'DATE',
  TIME: 'TIME',
  DATETIME: 'DATETIME',
  OTHER: 'OTHER',
} as const;
export type OptionKind = keyof typeof OptionKind;
registerEnumType(OptionKind, {
  name: 'OptionKind',
  description: 'How a shopper answers an option.',
  valuesConfig: {
    SELECT: { description: 'One value from a list.' },
    RADIO: { description: 'One value from buttons.' },
    CHECKBOX: { description: 'Any number of values.' },
    SWATCH: { description: 'One value from colours or pictures.' },
    TEXT: { description: 'A line of text.' },
    TEXTAREA: { description: 'Text of several lines.' },
    NUMBER: { description: 'A number.' },
    FILE: { description: 'A file to upload.' },
    DATE: { description: 'A day.' },
    TIME: { description: 'A time of day.' },
    DATETIME: { description: 'A day and a time of day.' },
    OTHER: { description: 'A kind of the merchant’s own.' },
  },
});

@ObjectType('ProductOptionValue', { description: 'One of the values that an option of a product offers.' })
export class ProductOptionValue {
  @Field(() => ID, {
    description:
      'The id of the value as offered on this product where the platform has such an id, else of the value itself.',
  })
  nativeId: string;

  @Field(() => String, { description: 'The value’s name in the store’s default language, as plain text.' })
  name: string;

  @Field(() => Money, {
    nullable: true,
    description:
      'What the value adds to the price of one piece, signed; null where the platform prices variants, not values.',
  })
  priceDelta: Money | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Pieces in stock with this value; null where the store does not count them.',
  })
  quantity: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The stock-keeping unit of the value; null where the store has none.',
  })
  sku: string | null;
}

@ObjectType('ProductOption', { description: 'Something that a shopper chooses or fills in when buying a product.' })
export class ProductOption {
  @Field(() => ID, { description: 'The platform’s own id of the option on this product.' })
  nativeId: string;

  @Field(() => String, { description: 'The option’s name in the store’s default language, as plain text.' })
  name: string;

  @Field(() => OptionKind, { description: 'How a shopper answers it.' })
  kind: OptionKind;

  @Field(() => Boolean, { description: 'Whether the product cannot be bought without it.' })
  required: boolean;

  @Field(() => [ProductOptionValue], {
    description: 'The values offered, in the store’s order; empty where it is filled in freely.',
  })
  values: ProductOptionValue[];
}

@ObjectType('SelectedOption', { description: 'An option with the value chosen for it.' })
export class SelectedOption {
  @Field(() => String, { description: 'The option’s name, as plain text.' })
  name: string;

  @Field(() => String, { description: 'The value chosen or filled in, as plain text.' })
  value: string;
}

@ObjectType('ProductAttribute', { description: 'A fact about a product, to be read or compared, not chosen.' })
export class ProductAttribute {
  @Field(() => String, { description: 'What the fact is about, in the store’s default language, as plain text.' })
  name: string;

  @Field(() => [String], { description: 'What it is, at least one value.' })
  values: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The heading it stands under; null where the platform knows none.',
  })
  group: string | null;
}

@ObjectType('ProductTranslation', { description: 'The texts of a product in one language.' })
export class ProductTranslation {
  @Field(() => LanguageTag, { description: 'The language of the texts.' })
  language: string;

  @Field(() => String, { description: 'The product’s name, as plain text.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'HTML as the platform holds it; null where there is none.' })
  description: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A summary, HTML as the platform holds it; null where there is none.',
  })
  shortDescription: string | null;
}
