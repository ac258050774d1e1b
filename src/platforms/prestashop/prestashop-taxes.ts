import { Big } from 'big.js';
import { type DecimalCell, decimal, plainDecimal } from '../decimals.js';

/** A rule of taxes that holds in a whole country, whatever the state. */
export interface TaxRule {
  readonly id_tax_rules_group: number;
  readonly id_country: number;
  readonly zipcode_from: string | number | null;
  readonly zipcode_to: string | number | null;
  /** 0 this tax alone, 1 together with the others, 2 one after another. */
  readonly behavior: number;
  /** In per cent. */
  readonly rate: DecimalCell;
}

/**
 * Tax as a part of the price without it, by tax rules group, for a shopper whose postcode is not known, as PrestaShop's
 * TaxRulesTaxManager and TaxCalculator find it: a rule that stands alone ends the search, and the first rule says how the
 * rates are put together. Groups that come to nothing are left out.
 */
export function taxRates(rules: readonly TaxRule[]): Record<number, string> {
  const byGroup = new Map<number, TaxRule[]>();
  for (const rule of rules) {
    if (Number(rule.zipcode_from) !== 0 || Number(rule.zipcode_to) !== 0) continue;
    byGroup.set(rule.id_tax_rules_group, [...(byGroup.get(rule.id_tax_rules_group) ?? []), rule]);
  }
  const rates: Record<number, string> = {};
  for (const [group, held] of byGroup) {
    const alone = held.findIndex((rule) => rule.behavior === 0);
    const used = alone < 0 ? held : held.slice(0, alone + 1);
    const parts = used.map((rule) => decimal(rule.rate).abs().div(100));
    const rate =
      used[0]?.behavior === 2
        ? parts.reduce((all, part) => all.times(part.plus(1)), new Big(1)).minus(1)
        : parts.reduce((all, part) => all.plus(part), new Big(0));
    if (rate.gt(0)) rates[group] = plainDecimal(rate);
  }
  return rates;
}
