import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Decimal } from './scalars.js';

export const WeightUnit = { KILOGRAM: 'KILOGRAM', GRAM: 'GRAM', POUND: 'POUND', OUNCE: 'OUNCE' } as const;
export type WeightUnit = keyof typeof WeightUnit;
registerEnumType(WeightUnit, {
  name: 'WeightUnit',
  description: 'A unit of weight.',
  valuesConfig: {
    KILOGRAM: { description: 'Kilogram, 1,000 grams.' },
    GRAM: { description: 'Gram.' },
    POUND: { description: 'Avoirdupois pound, 453.59237 grams.' },
    OUNCE: { description: 'Avoirdupois ounce, a sixteenth of a pound.' },
  },
});

export const DimensionUnit = {
  METER: 'METER',
  CENTIMETER: 'CENTIMETER',
  MILLIMETER: 'MILLIMETER',
  INCH: 'INCH',
  FOOT: 'FOOT',
  YARD: 'YARD',
} as const;
export type DimensionUnit = keyof typeof DimensionUnit;
registerEnumType(DimensionUnit, {
  name: 'DimensionUnit',
  description: 'A unit of length.',
  valuesConfig: {
    METER: { description: 'Metre.' },
    CENTIMETER: { description: 'Centimetre, a hundredth of a metre.' },
    MILLIMETER: { description: 'Millimetre, a thousandth of a metre.' },
    INCH: { description: 'Inch, 25.4 millimetres.' },
    FOOT: { description: 'Foot, 12 inches.' },
    YARD: { description: 'Yard, 3 feet.' },
  },
});

@ObjectType('Weight', { description: 'A weight in the unit the store holds it in; nothing is converted.' })
export class Weight {
  @Field(() => Decimal, { description: 'The number of units.' })
  value: string;

  @Field(() => WeightUnit, { nullable: true, description: 'The unit; null where the platform knows none (Magento 1).' })
  unit: WeightUnit | null;
}

@ObjectType('Dimensions', { description: 'The size of a parcel of one piece, in the unit the store holds it in.' })
export class Dimensions {
  @Field(() => Decimal, { nullable: true, description: 'Length in `unit`; null where the store holds none.' })
  length: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Width in `unit`; null where the store holds none.' })
  width: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Height in `unit`; null where the store holds none.' })
  height: string | null;

  @Field(() => DimensionUnit, { nullable: true, description: 'The unit; null where the platform knows none.' })
  unit: DimensionUnit | null;
}
