import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Layout, openPlatformStore, type PlatformStore } from './platform-store.js';

/** Hooks of WooCommerce's that its plugins live on. */
const hooks = [
  'woocommerce_product_before_set_stock',
  'woocommerce_product_set_stock',
  'woocommerce_variation_set_stock',
  'woocommerce_product_set_stock_status',
  'woocommerce_updated_product_stock',
  'woocommerce_update_product',
  'woocommerce_update_product_variation',
  'woocommerce_order_edit_status',
  'woocommerce_order_status_changed',
  'woocommerce_new_customer_note',
  'woocommerce_order_note_added',
  'woocommerce_update_order',
  'woocommerce_reduce_order_stock',
  'woocommerce_restore_order_stock',
  'transition_post_status',
  'save_post_product',
];

/** A plugin that writes down which hooks ran and which mails were to go out, and misbehaves as the file `mood` says. */
const listener = `<?php
function heard($what) { file_put_contents(ABSPATH . 'heard', json_encode($what) . "\\n", FILE_APPEND); }
foreach (${JSON.stringify(hooks).replaceAll('"', "'")} as $hook) {
  add_action($hook, function () use ($hook) { heard($hook); }, 1, 0);
}
add_filter('pre_wp_mail', function ($sent, $mail) { heard(['to' => $mail['to'], 'subject' => $mail['subject']]); return true; }, 10, 2);
$mood = is_file(ABSPATH . 'mood') ? explode(' ', trim(file_get_contents(ABSPATH . 'mood')), 2) : [];
if ($mood) add_action($mood[0], function () use ($mood) {
  if (strpos($_SERVER['REQUEST_URI'] ?? '', 'probe') !== false) return;
  eval($mood[1]);
}, 5, 0);
`;

/** What a listener heard, in order. */
export interface Heard {
  readonly hooks: readonly string[];
  readonly mails: readonly { readonly to: string; readonly subject: string }[];
}

/** A WooCommerce store with a plugin that listens. */
export interface WooCommerceStore extends PlatformStore {
  /** What was heard since the last time that it was asked. */
  heard(): Heard;
  /** Has a hook of WordPress' run this PHP from now on; null: none. */
  mood(hook: string | null, php?: string): void;
  /** What the store's own code says: the value of a PHP expression, with WooCommerce loaded. */
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
  says(expression: string): Promise<any>;
}

/** Opens `woo` (orders in tables) or `woolegacy` (orders among the posts). */
export async function openWooCommerce(
  name: 'woo' | 'woolegacy',
  code: string,
  more: Pick<Layout, 'cuttable'> = {},
): Promise<WooCommerceStore> {
  const files = () => ({ 'wp-content/mu-plugins/listener.php': listener });
  const layout: Layout = { store: name, code, files, ...more };
  const store = await openPlatformStore(layout);
  const prefix = name === 'woo' ? 'wp_' : 'lg7_';
  const home = store.url.slice(0, -1);
  store.rows(`update ${prefix}options set option_value = '${home}' where option_name in ('home', 'siteurl')`);
  const file = (of: string) => path.join(store.root, of);
  return {
    ...store,
    heard() {
      const lines = existsSync(file('heard')) ? readFileSync(file('heard'), 'utf8').split('\n').slice(0, -1) : [];
      writeFileSync(file('heard'), '');
      const all = lines.map((line) => JSON.parse(line));
      return {
        hooks: all.filter((one) => typeof one === 'string'),
        mails: all.filter((one) => typeof one !== 'string'),
      };
    },
    mood: (hook, php = '') => writeFileSync(file('mood'), hook === null ? '' : `${hook} ${php}`),
    async says(expression) {
      const loads = "define('DOING_CRON', true); require __DIR__ . '/wp-load.php';";
      const text = await store.page('probe.php', `<?php ${loads} echo '<<', json_encode(${expression}), '>>';`);
      const said = /<<(.*)>>/s.exec(text)?.[1];
      if (said === undefined) throw new Error(`the store's code must say something, but got: ${text.slice(0, 500)}`);
      return JSON.parse(said);
    },
  };
}
