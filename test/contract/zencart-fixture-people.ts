type Row = Readonly<Record<string, string | number | null>>;

/** The tables of what people leave at the fixture beside orders. */
export const zencartPeopleSchema = `
  create table reed_reviews (reviews_id integer primary key, products_id int, customers_id int, customers_name varchar(64),
    reviews_rating int, date_added datetime, last_modified datetime, reviews_read int, status int);
  create table reed_reviews_description (reviews_id int, languages_id int, reviews_text text);
  create table reed_customers_basket (customers_basket_id integer primary key, customers_id int, products_id tinytext,
    customers_basket_quantity float, customers_basket_date_added varchar(8));
  create table reed_customers_basket_attributes (customers_basket_attributes_id integer primary key, customers_id int,
    products_id tinytext, products_options_id varchar(64), products_options_value_id int, products_options_value_text text);
`;

/** What people left: of every kind a few, and what makes them hard to read. */
export function zencartPeopleRows(
  moment: (day: number, hour?: number) => string,
): Readonly<Record<string, readonly Row[]>> {
  const numbers = Array.from({ length: 26 }, (_, at) => at + 1);
  const baskets = numbers.filter((id) => id % 2 === 1);
  const day = (at: number) => moment(at).slice(0, 10).replaceAll('-', '');
  return {
    customers_basket: baskets.flatMap((id) => [
      {
        customers_id: id,
        products_id: `${(id % 9) + 1}:3fc0ffee${id}`,
        customers_basket_quantity: 1.5,
        customers_basket_date_added: id === 5 ? '' : day(id * 3),
      },
      { customers_id: id, products_id: '12', customers_basket_quantity: id, customers_basket_date_added: day(id * 4) },
    ]),
    customers_basket_attributes: baskets.flatMap((id) =>
      (
        [
          ['1', 2, null],
          ['2', 0, `For <you>, ${id}`],
          ['4_chk5', 5, null],
        ] as const
      ).map(([products_options_id, products_options_value_id, products_options_value_text]) => ({
        customers_id: id,
        products_id: `${(id % 9) + 1}:3fc0ffee${id}`,
        products_options_id,
        products_options_value_id,
        products_options_value_text,
      })),
    ),
    reviews: numbers.map((id) => ({
      reviews_id: id,
      // The last is of a product that is gone.
      products_id: id === 26 ? 999 : (id % 9) + 1,
      customers_id: id % 4 === 0 ? null : (id % 12) + 1,
      customers_name: id % 7 === 0 ? '' : `Player & ${id}`,
      reviews_rating: id % 6 === 0 ? null : (id % 5) + 1,
      date_added: id === 5 ? null : moment(id * 2),
      last_modified: id % 2 === 0 ? '0001-01-01 00:00:00' : moment(id * 3),
      reviews_read: id,
      status: id % 5 === 0 ? 0 : 1,
    })),
    reviews_description: numbers
      .filter((id) => id % 8 > 0)
      .flatMap((id) =>
        (id % 3 === 0 ? [1] : [1, 4]).map((languages_id) => ({
          reviews_id: id,
          languages_id,
          reviews_text: `Sounds <b>well</b>, ${languages_id === 4 ? 'em português' : 'in English'}: no. ${id}`,
        })),
      ),
  };
}
