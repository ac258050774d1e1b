type Add = (table: string, row: Readonly<Record<string, string | number | null>>) => void;

/** The tables of what people leave at the fixture beside orders, in the form of `prestashopSchema`. */
export const prestashopPeopleSchema: Readonly<Record<string, string>> = {
  product_comment:
    'id_product_comment id_product id_customer id_guest title:text content:text customer_name:text grade:money validate deleted date_add:text',
  cart: 'id_cart id_customer id_guest id_currency secure_key:text date_add:text date_upd:text',
  cart_product: 'id_cart id_product id_product_attribute quantity',
  wishlist: 'id_wishlist id_customer token:text name:text',
  wishlist_product: 'id_wishlist_product id_wishlist id_product id_product_attribute quantity',
  emailsubscription: 'id email:text newsletter_date_add:text ip_registration_newsletter:text active',
  order_return: 'id_order_return id_customer id_order state question:text date_add:text date_upd:text',
  order_return_detail: 'id_order_return id_order_detail product_quantity',
  order_return_state_lang: 'id_order_return_state id_lang name:text',
};

/** What people left: of every kind a few, and what makes them hard to read. */
export function addPeoplesRows(add: Add, day: (at: number) => string): void {
  for (const [at, name] of ['Asked for', 'Awaited', 'Came'].entries()) {
    for (const language of [1, 2]) {
      add('order_return_state_lang', { id_order_return_state: at + 1, id_lang: language, name: `${name} ${language}` });
    }
  }
  for (let id = 1; id <= 20; id += 1) {
    // Baskets 1 to 12 were ordered; the last holds nothing any more.
    add('cart', {
      id_cart: 100 + id,
      id_customer: id % 6 === 0 ? 0 : id,
      id_guest: id,
      id_currency: 1 + (id % 2),
      secure_key: 'never leaves',
      date_add: day(id),
      date_upd: id === 4 ? '0000-00-00 00:00:00' : day(id + 3),
    });
    if (id < 20) {
      add('cart_product', { id_cart: 100 + id, id_product: 1 + (id % 9), id_product_attribute: 0, quantity: id });
      add('cart_product', { id_cart: 100 + id, id_product: 2, id_product_attribute: 1, quantity: 1 });
    }
    add('wishlist', {
      id_wishlist: id,
      id_customer: id,
      token: 'never leaves',
      name: id % 5 === 0 ? '' : `For “${id}”`,
    });
    if (id % 4 > 0) {
      add('wishlist_product', {
        ...{ id_wishlist_product: id, id_wishlist: id, id_product: 1 + (id % 9), id_product_attribute: id % 2 },
        quantity: id % 3,
      });
    }
    add('emailsubscription', {
      id,
      email: `Visitor${id}@example.org`,
      newsletter_date_add: id === 3 ? null : day(id * 5),
      ip_registration_newsletter: 'never leaves',
      active: id % 4 === 0 ? 0 : 1,
    });
    add('order_return', {
      id_order_return: id,
      id_customer: id,
      id_order: id,
      state: 1 + (id % 4),
      question: id % 5 === 0 ? '' : `It rattles, says ${id}`,
      date_add: day(id * 2),
      date_upd: day(id * 2 + 1),
    });
    add('order_return_detail', { id_order_return: id, id_order_detail: id * 10, product_quantity: 1 });
  }
  for (let id = 1; id <= 26; id += 1) {
    add('product_comment', {
      id_product_comment: id,
      // The last is of a product that is gone.
      id_product: id === 26 ? 999 : 1 + (id % 9),
      id_customer: id % 3 === 0 ? 0 : id,
      id_guest: id % 3 === 0 ? id : 0,
      title: id % 4 === 0 ? '' : `Fits “${id}”`,
      content: `Holds the tide, says ${id}`,
      customer_name: id % 3 === 0 ? `Guest ${id}` : null,
      grade: id % 6 === 0 ? 0 : (['4.333333', '5', '2.5', '1', '3.666667'][id % 5] ?? '3'),
      validate: id % 5 === 0 ? 0 : 1,
      deleted: id === 13 ? 1 : 0,
      date_add: id === 5 ? '0000-00-00 00:00:00' : day(id * 2),
    });
  }
}
