import type { PlatformStore } from './platform-store.js';

/** Sales by the checkout code of each platform that has no test of its own for them, by the store's name. */
export interface OwnSales {
  /** Makes ready so many sales of one piece of the product each; the page `sell.php?n=…` makes the one of this number and prints `sold`. */
  ready(store: PlatformStore, product: string, times: number): Promise<readonly string[]>;
  /** Whether its own checkout loses nothing that others change at the same moment. */
  readonly exact: boolean;
}

const numbers = (times: number) => Array.from({ length: times }, (_, i) => String(i + 1));
const page = async (store: PlatformStore, php: string) => {
  // Whoever only writes the page sells nothing.
  await store.page('sell.php', `<?php if (!isset($_GET['n'])) exit; $n = (int) $_GET['n'];\n${php}\necho 'sold';`);
};

/** Its checkout confirms orders that have no status yet. */
function opencart(name: 'opencart3' | 'opencart4', p: string): OwnSales {
  const start =
    name === 'opencart4'
      ? `$_GET = ['route' => 'apisales/go'];
        spl_autoload_register(static function ($class) {
          if ($class !== 'Opencart\\\\Catalog\\\\Controller\\\\Apisales\\\\Go') return;
          class_alias(get_class(new class($GLOBALS['registry']) extends \\Opencart\\System\\Engine\\Controller {
            public function index(): void {}
          }), $class);
        });
        require DIR_SYSTEM . 'startup.php'; require DIR_SYSTEM . 'framework.php';`
      : `$_GET = ['route' => 'api/currency']; $application_config = 'catalog';
        require DIR_SYSTEM . 'startup.php'; require modification(DIR_SYSTEM . 'framework.php');`;
  return {
    exact: true,
    async ready(store, product, times) {
      const columns = `select group_concat(concat('\`', column_name, '\`')) from information_schema.columns
        where table_schema = database() and table_name = '${p}order' and column_name <> 'order_id'`;
      const all = store.rows(columns)[0]?.[0] ?? '';
      const last = store.rows(`select max(order_id) from \`${p}order\``)[0]?.[0] ?? '';
      const of = name === 'opencart4' ? ['master_id', '0'] : [];
      store.rows(`insert into \`${p}order\` (${all}) select ${all} from (select * from \`${p}order\` where order_id = ${last}) o, seq_1_to_${times};
        update \`${p}order\` set order_status_id = 0, store_id = 0 where order_id > ${last};
        insert into ${p}order_product (${['order_id, product_id, name, model, quantity, price, total, tax, reward', ...of.slice(0, 1)]})
          select ${['order_id', product, "'A', 'A', 1, 1, 1, 0, 0", ...of.slice(1)]} from \`${p}order\` where order_id > ${last}`);
      await page(
        store,
        `require 'config.php'; preg_match("/define\\('VERSION', '([^']+)'/", file_get_contents('index.php'), $found);
        define('VERSION', $found[1]); ${start}
        $registry->get('load')->model('checkout/order');
        $registry->get('model_checkout_order')->${name === 'opencart4' ? 'addHistory' : 'addOrderHistory'}($n, 2);`,
      );
      return store.rows(`select order_id from \`${p}order\` where order_id > ${last}`).map(([id]) => id ?? '');
    },
  };
}

export const ownSales: Readonly<Record<string, OwnSales>> = {
  opencart4: opencart('opencart4', 'oc_'),
  opencart3: opencart('opencart3', 'shop3_'),
  openmage: {
    exact: true,
    async ready(store, product, times) {
      await page(
        store,
        `error_reporting(0); require 'app/Mage.php'; Mage::app(); Mage::getSingleton('cataloginventory/stock')->registerProductsSale(
        [${product} => ['qty' => 1, 'item' => Mage::getModel('cataloginventory/stock_item')->loadByProduct(${product})]]);`,
      );
      return numbers(times);
    },
  },
  presta8: {
    exact: false,
    async ready(store, product, times) {
      await page(
        store,
        `error_reporting(0); require 'config/config.inc.php'; require_once 'app/AppKernel.php';
        global $kernel; $kernel = new AppKernel('prod', false); $kernel->boot();
        Context::getContext()->currency = Currency::getDefaultCurrency(); Context::getContext()->employee = new Employee(1);
        StockAvailable::updateQuantity(${product}, 0, -1, 1, true);`,
      );
      return numbers(times);
    },
  },
  zencart: {
    exact: false,
    async ready(store, product, times) {
      const order = store.rows('select max(orders_id) from zen_orders')[0]?.[0];
      await page(
        store,
        `$_GET = []; $loaderPrefix = 'webhook'; define('TOPMOST_CATEGORY_PARENT_ID', '0'); require 'includes/application_top.php';
        require_once DIR_WS_CLASSES . 'order.php'; require_once DIR_WS_CLASSES . 'order_total.php';
        // Its totals and its cart are of no visitor here; the lines of an order are what takes from the stock.
        $order_total_modules = (new ReflectionClass('order_total'))->newInstanceWithoutConstructor(); $order_total_modules->modules = [];
        $order = (new ReflectionClass('order'))->newInstanceWithoutConstructor();
        $order->products = [array_fill_keys(['model', 'name'], 'A') + ['id' => '${product}', 'qty' => 1] + array_fill_keys(['price', 'final_price',
          'onetime_charges', 'tax', 'products_priced_by_attribute', 'product_is_free', 'products_discount_type', 'products_discount_type_from', 'weight',
          'products_virtual', 'product_is_always_free_shipping', 'products_quantity_order_min', 'products_quantity_order_units',
          'products_quantity_order_max', 'products_quantity_mixed', 'products_mixed_discount_quantity'], 0)];
        $order->create_add_products(${order});`,
      );
      return numbers(times);
    },
  },
};
