import { sql } from 'kysely';
import type { IdOrder } from '../../model/id-order.js';
import type { NewsletterFilter, NewsletterSubscriber } from '../../model/newsletter.js';
import { type AnyQuery, anyRelations } from '../entity.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

/** Somebody who wants the newsletter: an account, or a visitor without one. */
interface Subscriber {
  readonly id: number;
  readonly account: number | null;
  readonly email: string | null;
  readonly first: string | null;
  readonly last: string | null;
  readonly since: string | null;
  readonly active: number;
}
type Tables = PrestaShopTables & { readonly subscribers: Subscriber };

const { cells, from, listed, oneOf, where } = factsOf<PrestaShopView, Tables, 'subscribers', 's'>();

/** Accounts have the even numbers; visitors, whom the module `ps_emailsubscription` keeps, the odd ones. */
const [numberOfAccount, numberOfVisitor] = [
  sql<number>`${sql.ref('c.id_customer')} + ${sql.ref('c.id_customer')}`,
  sql<number>`${sql.ref('e.id')} + ${sql.ref('e.id')} + 1`,
];
const nothing = sql<null>`null`;

function subscribers({ columns }: PrestaShopView): AnyQuery {
  const accounts = prestashop
    .selectFrom('customer as c')
    .select([numberOfAccount.as('id'), 'c.id_customer as account', 'c.email as email', 'c.firstname as first'])
    .select(['c.lastname as last', 'c.newsletter_date_add as since', 'c.newsletter as active'])
    .where('c.newsletter', '=', 1)
    .where('c.is_guest', '=', 0)
    .where('c.deleted', '=', 0);
  const visitors = prestashop
    .selectFrom('emailsubscription as e')
    .select([numberOfVisitor.as('id'), nothing.as('account'), 'e.email as email', nothing.as('first')])
    .select([nothing.as('last'), 'e.newsletter_date_add as since', 'e.active as active']);
  const all = columns.has('emailsubscription') ? accounts.unionAll(visitors as never) : accounts;
  return anyRelations.selectFrom(all.as('s') as never) as unknown as AnyQuery;
}

/** As the module itself numbers them: `12` an account, `N7` a visitor. */
const nativeId = (id: number) => (id % 2 === 0 ? String(id / 2) : `N${(id - 1) / 2}`);
const numbersOf = (nativeIds: readonly string[]) =>
  nativeIds.flatMap((one) => {
    const [, visitor, number] = /^(N?)([1-9]\d{0,13})$/.exec(one) ?? [];
    return number ? [Number(number) * 2 + (visitor ? 1 : 0)] : [];
  });

export const subscriber = listed<NewsletterSubscriber, NewsletterFilter, IdOrder>({
  kind: null,
  named: nativeId,
  numbersOf,
  from: 'subscribers as s',
  rows: subscribers,
  key: 'id',
  statement: 'subscribers',
  always: ['customerId'],
  fields: {
    customerId: from(['account'], (row) => (row.account ? String(row.account) : null)),
    email: from(['email'], (row) => row.email ?? ''),
    ...cells({ firstName: 'first', lastName: 'last' }, heldText),
    // What a union makes of several kinds of whole numbers comes as text.
    status: from(['active'], (row) => (Number(row.active) === 1 ? 'SUBSCRIBED' : 'UNCONFIRMED')),
    subscribedAt: from(['since'], (row, { view }) => instantOf(row.since, zoneOf(view))),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: where((eb, given) => {
        const some = numbersOf(given);
        return some.length > 0 ? eb('s.id', 'in', some) : null;
      }),
      emails: oneOf('s.email'),
      status: where((eb, status) => {
        if (status === 'UNSUBSCRIBED') return null;
        if (status === 'SUBSCRIBED') return eb('s.active', '=', 1);
        return eb.or([eb('s.active', '<>', 1), eb('s.active', 'is', null)]);
      }),
    },
  },
});
