import type { Metafield } from '../../model/metafield.js';
import type { MetafieldKind } from '../../model/metafield-kind.js';
import type { Ask } from '../entity.js';
import type { Magento1View } from './magento1-config.js';
import { type EavEntity, eavOf } from './magento1-eav.js';

/** The attributes that the owner opened, in the owner's order: as the default store view has them, options by their ids. */
export function metafieldsOf(
  kind: MetafieldKind,
  entity: EavEntity,
  prefix: string,
): Ask<Magento1View, unknown, Metafield[]> {
  return {
    columns: [],
    prepare: ({ view, gathering, ids }) => {
      const keys = view.columns.metafields(kind);
      if (keys.length === 0) return () => [];
      const values = eavOf({ view, gathering }, entity, ids, keys, { prefix });
      return (results, id) => {
        const held = values.of(results, id);
        return keys.flatMap((key) => (held[key] === null ? [] : [{ key, value: String(held[key]) }]));
      };
    },
  };
}
