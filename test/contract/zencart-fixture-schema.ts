/** The tables of the fixture, as far as they are read, in SQLite's words. */
export const zencartSchema = `
  create table reed_configuration (configuration_id integer primary key, configuration_key varchar(180), configuration_value text);
  create table reed_languages (languages_id integer primary key, name varchar(32), code char(2), directory varchar(32), sort_order int);
  create table reed_currencies (currencies_id integer primary key, title varchar(32), code char(3), decimal_places char(1), value decimal(14,6));
  create table reed_countries (countries_id integer primary key, countries_name varchar(64), countries_iso_code_2 char(2));
  create table reed_zones (zone_id integer primary key, zone_country_id int, zone_code varchar(32), zone_name varchar(128));
  create table reed_tax_class (tax_class_id integer primary key, tax_class_title varchar(32));
  create table reed_group_pricing (group_id integer primary key, group_name varchar(32), group_percentage decimal(5,2));
  create table reed_orders_status (orders_status_id int, language_id int, orders_status_name varchar(32), sort_order int);
  create table reed_product_types (type_id integer primary key, type_handler varchar(255));
  create table reed_products (products_id integer primary key, products_type int, products_quantity float, products_model varchar(32),
    products_mpn varchar(32), products_image varchar(255), products_price decimal(15,4), products_virtual tinyint,
    products_date_added datetime, products_last_modified datetime, products_weight float, products_length decimal(8,4),
    products_width decimal(8,4), products_height decimal(8,4), products_status tinyint, products_tax_class_id int,
    manufacturers_id int, products_priced_by_attribute tinyint, product_is_free tinyint, products_discount_type tinyint, products_discount_type_from tinyint,
    master_categories_id int);
  create table reed_products_description (products_id int, language_id int, products_name varchar(191), products_description text);
  create table reed_products_to_categories (products_id int, categories_id int);
  create table reed_products_additional_images (id integer primary key, products_id int, additional_image varchar(191), sort_order int);
  create table reed_products_attributes (products_attributes_id integer primary key, products_id int, options_id int,
    options_values_id int, options_values_price decimal(15,4), price_prefix char(1), products_options_sort_order int,
    attributes_display_only tinyint, attributes_price_base_included tinyint, attributes_required tinyint);
  create table reed_products_attributes_download (products_attributes_id integer primary key, products_attributes_filename varchar(255),
    products_attributes_maxdays int, products_attributes_maxcount int);
  create table reed_products_options (products_options_id int, language_id int, products_options_name varchar(191),
    products_options_sort_order int, products_options_type int, products_options_rows int);
  create table reed_products_options_values (products_options_values_id int, language_id int, products_options_values_name varchar(191));
  create table reed_products_discount_quantity (discount_id int, products_id int, discount_qty float, discount_price decimal(15,4));
  create table reed_specials (specials_id integer primary key, products_id int, specials_new_products_price decimal(15,4),
    expires_date date, status int, specials_date_available date);
  create table reed_salemaker_sales (sale_id integer primary key, sale_status int, sale_deduction_value decimal(15,4),
    sale_deduction_type int, sale_pricerange_from decimal(15,4), sale_pricerange_to decimal(15,4), sale_specials_condition int,
    sale_categories_all text, sale_date_start date, sale_date_end date);
  create table reed_manufacturers (manufacturers_id integer primary key, manufacturers_name varchar(32));
  create table reed_categories (categories_id integer primary key, categories_image varchar(255), parent_id int, sort_order int, categories_status int);
  create table reed_categories_description (categories_id int, language_id int, categories_name varchar(32), categories_description text);
  create table reed_orders (orders_id integer primary key, customers_id int, customers_telephone varchar(32),
    customers_email_address varchar(96), billing_name varchar(64), billing_company varchar(64), billing_street_address varchar(128),
    billing_suburb varchar(128), billing_city varchar(128), billing_postcode varchar(64), billing_state varchar(128),
    billing_country varchar(64), delivery_name varchar(64), delivery_company varchar(64), delivery_street_address varchar(128),
    delivery_suburb varchar(128), delivery_city varchar(128), delivery_postcode varchar(64), delivery_state varchar(128),
    delivery_country varchar(64), payment_method varchar(128), payment_module_code varchar(32), shipping_method varchar(255),
    shipping_module_code varchar(32), coupon_code varchar(32), last_modified datetime, date_purchased datetime, orders_status int,
    currency char(3), currency_value decimal(14,6), order_total decimal(15,4), order_tax decimal(15,4), ip_address varchar(96));
  create table reed_orders_products (orders_products_id integer primary key, orders_id int, products_id int, products_model varchar(32),
    products_name varchar(191), final_price decimal(15,4), products_tax decimal(7,4), products_quantity float, onetime_charges decimal(15,4));
  create table reed_orders_products_attributes (orders_products_attributes_id integer primary key, orders_id int,
    orders_products_id int, products_options varchar(191), products_options_values text);
  create table reed_orders_total (orders_total_id integer primary key, orders_id int, title varchar(255), text varchar(255),
    value decimal(15,4), class varchar(32), sort_order int);
  create table reed_orders_status_history (orders_status_history_id integer primary key, orders_id int, orders_status_id int,
    date_added datetime, customer_notified int, comments text);
  create table reed_customers (customers_id integer primary key, customers_firstname varchar(32), customers_lastname varchar(32),
    customers_email_address varchar(96), customers_default_address_id int, customers_telephone varchar(32), customers_newsletter char(1),
    customers_group_pricing int, customers_authorization int, customers_password varchar(255));
  create table reed_customers_info (customers_info_id integer primary key, customers_info_date_account_created datetime,
    customers_info_date_account_last_modified datetime);
  create table reed_address_book (address_book_id integer primary key, customers_id int, entry_company varchar(64),
    entry_firstname varchar(32), entry_lastname varchar(32), entry_street_address varchar(128), entry_suburb varchar(128),
    entry_postcode varchar(64), entry_city varchar(128), entry_state varchar(128), entry_country_id int, entry_zone_id int);
`;
