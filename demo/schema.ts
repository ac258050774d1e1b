/**
 * The tables of OpenCart 4.1 that the demo store has, one line each: name, columns, then `/` and what is indexed besides the
 * key. A column is `name:type`; `*` marks the key. Types: int, text, date (local text), money (four decimals), measure (eight).
 */
const outline = `
product product_id:int* master_id:int model:text location:text variant:text override:text quantity:int stock_status_id:int image:text manufacturer_id:int shipping:int price:money points:int tax_class_id:int date_available:date weight:measure weight_class_id:int length:measure width:measure height:measure length_class_id:int subtract:int minimum:int rating:int sort_order:int status:int date_added:date date_modified:date / master_id
product_description product_id:int* language_id:int* name:text description:text tag:text meta_title:text meta_description:text meta_keyword:text / name
product_code product_code_id:int* product_id:int code:text value:text / code product_id
product_discount product_discount_id:int* product_id:int customer_group_id:int quantity:int priority:int price:money type:text special:int date_start:date date_end:date / product_id
product_related product_id:int* related_id:int*
product_image product_image_id:int* product_id:int image:text sort_order:int / product_id
product_option product_option_id:int* product_id:int option_id:int value:text required:int / product_id
product_option_value product_option_value_id:int* product_option_id:int product_id:int option_id:int option_value_id:int quantity:int subtract:int price:money price_prefix:text points:int points_prefix:text weight:measure weight_prefix:text / product_id
product_attribute product_id:int* attribute_id:int* language_id:int* text:text
product_to_category product_id:int* category_id:int* / category_id
product_to_store product_id:int* store_id:int*
product_to_download product_id:int* download_id:int*
download download_id:int* filename:text mask:text date_added:date
download_description download_id:int* language_id:int* name:text
attribute attribute_id:int* attribute_group_id:int sort_order:int
attribute_description attribute_id:int* language_id:int* name:text
attribute_group attribute_group_id:int* sort_order:int
attribute_group_description attribute_group_id:int* language_id:int* name:text
option option_id:int* type:text validation:text sort_order:int
option_description option_id:int* language_id:int* name:text
option_value option_value_id:int* option_id:int image:text sort_order:int
option_value_description option_value_id:int* language_id:int* option_id:int name:text
manufacturer manufacturer_id:int* name:text image:text sort_order:int
manufacturer_to_store manufacturer_id:int* store_id:int*
category category_id:int* image:text parent_id:int sort_order:int status:int / parent_id
category_description category_id:int* language_id:int* name:text description:text meta_title:text meta_description:text meta_keyword:text / name
category_path category_id:int* path_id:int* level:int
category_to_store category_id:int* store_id:int*
identifier identifier_id:int* name:text code:text validation:text status:int
stock_status stock_status_id:int* language_id:int* name:text
seo_url seo_url_id:int* store_id:int language_id:int key:text value:text keyword:text sort_order:int / store_id language_id keyword key,value
setting setting_id:int* store_id:int code:text key:text value:text serialized:int
store store_id:int* name:text url:text
language language_id:int* name:text code:text locale:text extension:text sort_order:int status:int
currency currency_id:int* title:text code:text symbol_left:text symbol_right:text decimal_place:int value:measure status:int date_modified:date
country country_id:int* iso_code_2:text iso_code_3:text address_format_id:int postcode_required:int status:int
country_description country_id:int* language_id:int* name:text
zone zone_id:int* country_id:int code:text status:int
zone_description zone_id:int* language_id:int* name:text
extension extension_id:int* extension:text type:text code:text
location location_id:int* name:text address:text telephone:text geocode:text image:text open:text comment:text
geo_zone geo_zone_id:int* name:text description:text
zone_to_geo_zone zone_to_geo_zone_id:int* geo_zone_id:int country_id:int zone_id:int
tax_class tax_class_id:int* title:text description:text
tax_rate tax_rate_id:int* geo_zone_id:int name:text rate:money type:text
tax_rule tax_rule_id:int* tax_class_id:int tax_rate_id:int based:text priority:int
tax_rate_to_customer_group tax_rate_id:int* customer_group_id:int*
weight_class weight_class_id:int* value:measure
weight_class_description weight_class_id:int* language_id:int* title:text unit:text
length_class length_class_id:int* value:measure
length_class_description length_class_id:int* language_id:int* title:text unit:text
customer_group customer_group_id:int* approval:int sort_order:int
customer_group_description customer_group_id:int* language_id:int* name:text description:text
customer customer_id:int* customer_group_id:int store_id:int language_id:int firstname:text lastname:text email:text telephone:text password:text custom_field:text newsletter:int ip:text status:int safe:int commenter:int token:text code:text date_added:date / email
address address_id:int* customer_id:int firstname:text lastname:text company:text address_1:text address_2:text city:text postcode:text country_id:int zone_id:int custom_field:text default:int / customer_id
order_status order_status_id:int* language_id:int* name:text
order order_id:int* subscription_id:int invoice_no:int invoice_prefix:text transaction_id:text store_id:int store_name:text store_url:text customer_id:int customer_group_id:int firstname:text lastname:text email:text telephone:text custom_field:text payment_address_id:int payment_firstname:text payment_lastname:text payment_company:text payment_address_1:text payment_address_2:text payment_city:text payment_postcode:text payment_country:text payment_country_id:int payment_zone:text payment_zone_id:int payment_address_format:text payment_custom_field:text payment_method:text shipping_address_id:int shipping_firstname:text shipping_lastname:text shipping_company:text shipping_address_1:text shipping_address_2:text shipping_city:text shipping_postcode:text shipping_country:text shipping_country_id:int shipping_zone:text shipping_zone_id:int shipping_address_format:text shipping_custom_field:text shipping_method:text comment:text total:money order_status_id:int affiliate_id:int commission:money marketing_id:int tracking:text language_id:int language_code:text currency_id:int currency_code:text currency_value:measure ip:text forwarded_ip:text user_agent:text accept_language:text date_added:date date_modified:date / email order_status_id customer_id date_added
order_product order_product_id:int* order_id:int product_id:int master_id:int name:text model:text quantity:int price:money total:money tax:money reward:int / order_id
order_option order_option_id:int* order_id:int order_product_id:int product_option_id:int product_option_value_id:int name:text value:text type:text / order_id
order_total order_total_id:int* order_id:int extension:text code:text title:text value:money sort_order:int / order_id
order_history order_history_id:int* order_id:int order_status_id:int notify:int comment:text date_added:date / order_id
coupon coupon_id:int* name:text code:text type:text discount:money logged:int shipping:int total:money date_start:date date_end:date uses_total:int uses_customer:int status:int date_added:date
coupon_history coupon_history_id:int* coupon_id:int order_id:int customer_id:int amount:money date_added:date / order_id
return return_id:int* order_id:int customer_id:int firstname:text lastname:text email:text telephone:text product_id:int product:text model:text quantity:int opened:int return_reason_id:int return_action_id:int return_status_id:int comment:text date_ordered:date date_added:date date_modified:date / order_id
return_history return_history_id:int* return_id:int return_status_id:int notify:int comment:text date_added:date / return_id
return_status return_status_id:int* language_id:int* name:text
return_reason return_reason_id:int* language_id:int* name:text
return_action return_action_id:int* language_id:int* name:text
cart cart_id:int* store_id:int customer_id:int session_id:text product_id:int subscription_plan_id:int option:text quantity:int override:text price:money date_added:date / customer_id
customer_wishlist customer_id:int* store_id:int* product_id:int* date_added:date
review review_id:int* product_id:int customer_id:int author:text text:text rating:int status:int date_added:date date_modified:date / product_id
`;

/** The prefix of every table name. */
export const tablePrefix = 'oc_';

type ColumnType = 'int' | 'text' | 'date' | 'money' | 'measure';

/** One table: its columns in order, its key, and what else is indexed. */
export interface TableSchema {
  readonly name: string;
  readonly columns: ReadonlyMap<string, ColumnType>;
  readonly key: readonly string[];
  readonly indexes: readonly (readonly string[])[];
}

/** Every table by its name without prefix. */
export const tables: ReadonlyMap<string, TableSchema> = new Map(
  outline
    .trim()
    .split('\n')
    .map((line) => {
      const [left = '', right = ''] = line.split(' / ');
      const [name = '', ...columns] = left.split(' ');
      const parsed = columns.map((column) => column.replace('*', '').split(':') as [string, ColumnType]);
      const key = columns.filter((column) => column.endsWith('*')).map((column) => column.split(':')[0] as string);
      const indexes = right ? right.split(' ').map((index) => index.split(',')) : [];
      return [name, { name, columns: new Map(parsed), key, indexes }];
    }),
);

// Text compares without regard to case, as in MySQL's collations; amounts are NUMERIC and so compare as numbers.
const declared: Record<ColumnType, string> = {
  int: 'INTEGER DEFAULT 0',
  text: 'TEXT COLLATE NOCASE',
  date: 'TEXT',
  money: 'DECIMAL(15,4) DEFAULT 0',
  measure: 'DECIMAL(15,8) DEFAULT 0',
};

/** The SQLite statements that create a table without its indexes, which are faster made after its rows. */
export function createTable(table: TableSchema): string {
  const only = table.key.length === 1 ? table.key[0] : null;
  const columns = [...table.columns].map(([name, type]) =>
    name === only ? `\`${name}\` INTEGER PRIMARY KEY` : `\`${name}\` ${declared[type]}`,
  );
  if (!only) columns.push(`PRIMARY KEY (${table.key.map((name) => `\`${name}\``).join(', ')})`);
  return `CREATE TABLE \`${tablePrefix}${table.name}\` (${columns.join(', ')})${only ? '' : ' WITHOUT ROWID'};`;
}

/** The SQLite statements that create a table's indexes. */
export function createIndexes(table: TableSchema): string[] {
  return table.indexes.map(
    (columns) =>
      `CREATE INDEX \`${tablePrefix}${table.name}_${columns.join('_')}\` ON \`${tablePrefix}${table.name}\` ` +
      `(${columns.map((name) => `\`${name}\``).join(', ')});`,
  );
}
