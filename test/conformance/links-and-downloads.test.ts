import { valueRead } from '../../src/model/as-read.js';
import type { Product } from '../../src/model/product.js';
import { everything } from '../contract/everything.js';
import { askPage } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';

type Rows = readonly (readonly string[])[];

/** How a store is read past everything that is tested, in the order in which its shop shows it. */
interface Reading {
  readonly name: string;
  /** Rows that the store lacks, put into this copy of it. */
  readonly planted?: string;
  /** The product, the kind, and where it leads to. */
  links(store: RealStore): Rows;
  /** The product, the file's number and name, how often and for how many days; NULL for no end. */
  downloads(store: RealStore): Rows;
}

const ofOpenCart = (name: string, prefix: string, own: string): Reading => ({
  name,
  planted: `insert into ${prefix}download (download_id, filename, mask, date_added) values (7, 'secret.zip.x', 'a.zip', now()), (8, 'secret.b', 'b', now());
    insert into ${prefix}download_description (download_id, language_id, name) values (7, 1, 'B &amp; C'), (8, 1, 'Anleitung');
    insert into ${prefix}product_to_download (product_id, download_id) values (28, 7), (28, 8), (30, 7)`,
  links: (store) =>
    store.rows(
      `select product_id, 'RELATED', related_id from ${prefix}product_related join ${prefix}product using (product_id)
        where ${own} order by product_id, related_id`,
    ),
  downloads: (store) =>
    store.rows(
      `select product_id, download_id, replace(name, '&amp;', '&'), null, null
        from ${prefix}product_to_download join ${prefix}download_description using (download_id)
        where language_id = 1 order by product_id, name`,
    ),
});

/** WooCommerce keeps the ids in a text of PHP's; its own classes have said what stands there. */
const ofWooCommerce = (name: string): Reading => ({
  name,
  links: () =>
    [...oracleOf(name).products]
      .sort((a, b) => a.id - b.id)
      .flatMap(({ id, type, upsell_ids, cross_sell_ids, children }) =>
        (
          [
            ['UPSELL', upsell_ids],
            ['CROSS_SELL', cross_sell_ids],
            ['GROUPED', type === 'grouped' ? children : []],
          ] as const
        ).flatMap(([kind, ids]) => ids.map((other: number) => [String(id), kind, String(other)])),
      ),
  // Their names stand in one text with their addresses.
  downloads: () => [],
});

const readings: readonly Reading[] = [
  ofOpenCart('opencart3', 'shop3_', 'true'),
  ofOpenCart('opencart4', 'oc_', 'master_id = 0'),
  ofWooCommerce('woo'),
  ofWooCommerce('woolegacy'),
  {
    name: 'presta8',
    planted: `insert into ps_accessory values (1, 3), (1, 2), (26, 1), (2, 99999);
      insert into ps_product_download (id_product, display_filename, filename, date_add, nb_days_accessible, nb_downloadable, active)
        values (1, 'free.txt', 'secret-1', now(), 0, 0, 1), (2, 'gone.txt', 'secret-2', now(), 1, 1, 0)`,
    links: (store) =>
      store.rows(
        "select id_product_1, 'ACCESSORY', id_product_2 from ps_accessory order by id_product_1, id_product_2",
      ),
    downloads: (store) =>
      store.rows(
        `select id_product, id_product_download, display_filename, nullif(nb_downloadable, 0), nullif(nb_days_accessible, 0)
          from ps_product_download where active = 1 order by id_product`,
      ),
  },
  {
    name: 'openmage',
    planted: `insert into downloadable_link (link_id, product_id, sort_order, number_of_downloads, link_file)
        select 1, min(entity_id), 2, 0, 'secret-1' from catalog_product_entity where type_id = 'simple';
      insert into downloadable_link (link_id, product_id, sort_order, number_of_downloads, link_file) select 2, product_id, 1, 5, 'secret-2' from downloadable_link;
      insert into downloadable_link_title (link_id, store_id, title) values (1, 0, 'Both'), (2, 0, 'For all'), (2, 1, 'In the first')`,
    links: (store) =>
      store.rows(
        `select l.product_id, elt(l.link_type_id, 'RELATED', '', 'GROUPED', 'UPSELL', 'CROSS_SELL'), l.linked_product_id
          from catalog_product_link l left join catalog_product_link_attribute_int a
            on a.link_id = l.link_id and a.product_link_attribute_id = elt(l.link_type_id, 2, 0, 7, 3, 4)
          where l.link_type_id <> 2
          order by l.product_id, field(l.link_type_id, 1, 4, 5, 3), a.value, l.link_id`,
      ),
    downloads: (store) =>
      store.rows(
        `select product_id, link_id, case link_id when 1 then 'Both' else 'In the first' end, nullif(number_of_downloads, 0), null
          from downloadable_link order by product_id, sort_order`,
      ),
  },
  {
    name: 'zencart',
    planted:
      'update zen_products_attributes_download set products_attributes_maxdays = 0 where products_attributes_id = 26',
    links: () => [],
    downloads: (store) =>
      store.rows(
        `select products_id, products_attributes_id, products_options_values_name,
            if(products_attributes_maxdays = 0, null, products_attributes_maxcount), nullif(products_attributes_maxdays, 0)
          from zen_products_attributes_download join zen_products_attributes using (products_attributes_id)
            join zen_products_options_values on products_options_values_id = options_values_id and language_id = 1
          order by products_id, products_attributes_id`,
      ),
  },
];

describeWhere(
  ['PHP with mysqli', 'a MariaDB that lets this user in over its socket', 'the real stores in ../shared/stores'],
  'what products lead to, and the files that they are sold with',
  () => {
    test.each(readings)('are in $name what its database says, in one round trip', async (reading) => {
      const store = await openRealStore(reading.name);
      try {
        if (reading.planted) store.rows(reading.planted);
        const session = store.session();
        await session.config();
        store.asked();
        const { rows } = await askPage(session, 'products', { limit: 250, selection: everything.moreOfProducts });
        const asked = store.asked();
        expect(asked).toHaveLength(1);
        const products = rows.map(({ node }) => node as unknown as Required<Product>);
        const links = products.flatMap(({ nativeId, links }) =>
          valueRead(links).map((link) => [nativeId, link.kind, link.nativeId]),
        );
        expect(links).toEqual(reading.links(store));
        const downloads = products.flatMap(({ nativeId, downloads }) =>
          valueRead(downloads).map((one) =>
            [nativeId, one.nativeId, one.name, one.limit, one.expiresAfterDays].map((value) => String(value ?? 'NULL')),
          ),
        );
        expect(downloads).toEqual(reading.downloads(store));
        expect(links.length + downloads.length).toBeGreaterThan(0);
      } finally {
        await store.close();
      }
    });
  },
);
