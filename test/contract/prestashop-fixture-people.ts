type Add = (table: string, row: Readonly<Record<string, string | number | null>>) => void;

/** The tables of what people leave at the fixture beside orders, in the form of `prestashopSchema`. */
export const prestashopPeopleSchema: Readonly<Record<string, string>> = {
  product_comment:
    'id_product_comment id_product id_customer id_guest title:text content:text customer_name:text grade:money validate deleted date_add:text',
};

/** What people left: of every kind a few, and what makes them hard to read. */
export function addPeoplesRows(add: Add, day: (at: number) => string): void {
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
