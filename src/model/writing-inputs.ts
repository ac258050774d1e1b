import { Field, ID, InputType } from 'type-graphql';
import { ProductStatus } from './product-kinds.js';
import { DateTime, Decimal, LanguageTag, Url } from './scalars.js';

@InputType('InventoryChange', { description: 'What is to become of the stock of one thing.' })
export class InventoryChange {
  @Field(() => ID, { description: 'The global id of a product, or of a variant.' })
  id: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The native id of one of the product’s option values, where the platform holds stock there; null: the stock of the product or ' +
      'variant itself.',
  })
  optionValueId?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Pieces that are to be there; exactly one of `quantity` and `adjustBy` is given.',
  })
  quantity?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Pieces more, or, below zero, fewer than are there.' })
  adjustBy?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Pieces that must be there now, or nothing is changed (STALE); null: however many there are.',
  })
  expectedQuantity?: string | null;
}

@InputType('SalePriceInput', { description: 'A price that is asked in the place of the regular one for a while.' })
export class SalePriceInput {
  @Field(() => Decimal, { description: 'In the store’s default currency, as `PriceChange.price`.' })
  price: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'From when it is asked; null: at once. A platform that holds days alone takes midnights of the store’s time zone alone.',
  })
  startsAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Until when it is asked; null: for ever. A platform that holds days alone takes midnights of the store’s time zone alone.',
  })
  endsAt?: Date | null;
}

@InputType('PriceChange', { description: 'What is to become of the price of one thing; what is left out stays.' })
export class PriceChange {
  @Field(() => ID, { description: 'The global id of a product, or of a variant.' })
  id: string;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'The regular price in the store’s default currency, with or without tax as `StoreConfig.pricesIncludeTax` says.',
  })
  price?: string | null;

  @Field(() => SalePriceInput, {
    nullable: true,
    description: 'The sale for everybody; null takes it away, left out leaves it as it is.',
  })
  salePrice?: SalePriceInput | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'The regular price that must be held now, or nothing is changed (STALE); null: whatever it is.',
  })
  expectedPrice?: string | null;
}

@InputType('ProductTranslationInput', { description: 'A product’s texts in one language; what is left out stays.' })
export class ProductTranslationInput {
  @Field(() => LanguageTag, { description: 'One of the store’s languages; the default one is one of them.' })
  language: string;

  @Field(() => String, { nullable: true, description: 'The name, as plain text.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The description, as HTML.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'The short description, as HTML.' })
  shortDescription?: string | null;
}

@InputType('ProductChange', { description: 'What is to become of a product; what is left out stays.' })
export class ProductChange {
  @Field(() => ID, { description: 'The global id of a product.' })
  id: string;

  @Field(() => ProductStatus, {
    nullable: true,
    description: 'Whether shoppers see it. DRAFT and ARCHIVED where the platform knows them, else UNSUPPORTED.',
  })
  status?: ProductStatus | null;

  @Field(() => String, { nullable: true, description: 'The merchant’s own number; empty takes it away.' })
  sku?: string | null;

  @Field(() => String, { nullable: true, description: 'The number on the barcode; empty takes it away.' })
  gtin?: string | null;

  @Field(() => String, { nullable: true, description: 'The maker’s number; empty takes it away.' })
  mpn?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'In `StoreConfig.weightUnit`.' })
  weight?: string | null;

  @Field(() => [ProductTranslationInput], { nullable: true, description: 'Texts, each language once.' })
  translations?: ProductTranslationInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'The native ids of all categories that it is to stand in.' })
  categoryIds?: string[] | null;
}

@InputType('OrderChange', { description: 'What is to become of an order.' })
export class OrderChange {
  @Field(() => ID, { description: 'The global id of an order.' })
  id: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The native id of its new status; null: the status stays, and the comment is added.',
  })
  statusId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The native id of the status that it must have now, or nothing is changed (STALE); null: whatever it is.',
  })
  expectedStatusId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A comment, as plain text; for the staff alone without `notifyCustomer`, where the platform tells the two apart.',
  })
  comment?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the platform is asked for its own mail to the customer, where it has one.',
  })
  notifyCustomer?: boolean | null;
}

@InputType('ShipmentLineInput', { description: 'How much of a line of an order is in a parcel.' })
export class ShipmentLineInput {
  @Field(() => ID, { description: 'The native id of the line.' })
  nativeId: string;

  @Field(() => Decimal, { description: 'Pieces.' })
  quantity: string;
}

@InputType('ShipmentInput', { description: 'A parcel to be recorded.' })
export class ShipmentInput {
  @Field(() => ID, { description: 'The global id of the order.' })
  orderId: string;

  @Field(() => String, { nullable: true, description: 'Who carries it.' })
  carrier?: string | null;

  @Field(() => String, { nullable: true, description: 'The number by which the carrier knows it.' })
  trackingNumber?: string | null;

  @Field(() => Url, { nullable: true, description: 'Where it can be followed.' })
  trackingUrl?: string | null;

  @Field(() => [ShipmentLineInput], {
    nullable: true,
    description: 'What is in it; null: all that is not shipped yet. UNSUPPORTED where the platform keeps no parts.',
  })
  lineItems?: ShipmentLineInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the platform is asked for its own mail to the customer, where it has one.',
  })
  notifyCustomer?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The native id of the status that the order gets in the same change.',
  })
  statusId?: string | null;
}

@InputType('ShipmentChange', { description: 'What is to become of a recorded parcel; what is left out stays.' })
export class ShipmentChange {
  @Field(() => ID, { description: 'The global id of the order.' })
  orderId: string;

  @Field(() => ID, { description: 'The native id of the shipment.' })
  shipmentId: string;

  @Field(() => String, { nullable: true, description: 'Who carries it.' })
  carrier?: string | null;

  @Field(() => String, { nullable: true, description: 'The number by which the carrier knows it.' })
  trackingNumber?: string | null;

  @Field(() => Url, { nullable: true, description: 'Where it can be followed.' })
  trackingUrl?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the platform is asked for its own mail to the customer, where it has one.',
  })
  notifyCustomer?: boolean | null;
}
