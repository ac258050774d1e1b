type Row = Readonly<Record<string, string | number | null>>;

/** The tables of what people leave at the fixture beside orders. */
export const zencartPeopleSchema = `
  create table reed_reviews (reviews_id integer primary key, products_id int, customers_id int, customers_name varchar(64),
    reviews_rating int, date_added datetime, last_modified datetime, reviews_read int, status int);
  create table reed_reviews_description (reviews_id int, languages_id int, reviews_text text);
`;

/** What people left: of every kind a few, and what makes them hard to read. */
export function zencartPeopleRows(
  moment: (day: number, hour?: number) => string,
): Readonly<Record<string, readonly Row[]>> {
  const numbers = Array.from({ length: 26 }, (_, at) => at + 1);
  return {
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
