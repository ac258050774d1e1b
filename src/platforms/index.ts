import { platform as magento1 } from './magento1/index.js';
import { platform as opencart } from './opencart/index.js';
import type { Platform } from './platform.js';
import { platform as prestashop } from './prestashop/index.js';
import { platform as woocommerce } from './woocommerce/index.js';
import { platform as zencart } from './zencart/index.js';

/** Every platform that the service understands: one line each. */
export const platforms: readonly Platform[] = [magento1, opencart, prestashop, woocommerce, zencart];

/** The platform of this id, such as `OPENCART`; undefined where the service does not understand it. */
export function platformById(id: string): Platform | undefined {
  return platforms.find((platform) => platform.id === id);
}
