import type { Calendar } from './calendar.js';
import { escaped } from './html.js';
import { makeAddress, makePerson, type Person, type PostalAddress } from './person.js';
import { Random } from './random.js';
import type { Rows } from './rows.js';

/** A customer before becoming rows. */
export interface DemoCustomer extends Person {
  readonly id: number;
  readonly groupId: number;
  readonly addresses: readonly { readonly id: number; readonly address: PostalAddress }[];
  readonly joinedDaysAgo: number;
  /** Deleted since: only orders still tell of them. */
  readonly deleted: boolean;
}

/** Invents the customers, the longest-standing first; one in twenty-five has since been deleted. */
export function makeCustomers(count: number, taken: Set<string>): DemoCustomer[] {
  const random = new Random('customers');
  const total = count + Math.floor(count / 25);
  const joined = Array.from({ length: total }, () =>
    random.chance(0.35) ? random.between(731, 1300) : random.between(0, 730),
  );
  joined.sort((a, b) => b - a);
  let deletedSoFar = 0;
  let addressId = 0;
  return joined.map((joinedDaysAgo, index) => {
    const person = makePerson(random, taken);
    const addresses = [{ id: ++addressId, address: person.address }];
    for (let more = random.pick([0, 0, 0, 1, 2]); more > 0; more--) {
      addresses.push({
        id: ++addressId,
        address: makeAddress(random, person.locale, person.firstName, person.lastName),
      });
    }
    const deleted = index % 25 === 7 && deletedSoFar < total - count;
    if (deleted) deletedSoFar += 1;
    return { ...person, id: index + 1, groupId: random.chance(0.1) ? 2 : 1, addresses, joinedDaysAgo, deleted };
  });
}

/** What the trade's form asks for besides: the number of the business for the tax office, in the field with the number 1. */
export function customFields({ groupId, id }: Pick<DemoCustomer, 'groupId' | 'id'>): string {
  return groupId === 2 ? JSON.stringify({ 1: `GB${String(304_117_000 + id * 37)}` }) : '[]';
}

/** Adds a customer with the address book. */
export function addCustomer(rows: Rows, customer: DemoCustomer, calendar: Calendar): void {
  const random = new Random(`customer ${customer.id}`);
  rows.add('customer', {
    customer_id: customer.id,
    customer_group_id: customer.groupId,
    store_id: customer.groupId === 2 ? 1 : 0,
    language_id: customer.language,
    firstname: escaped(customer.firstName),
    lastname: escaped(customer.lastName),
    email: customer.email,
    telephone: customer.phone,
    password: '',
    custom_field: customFields(customer),
    newsletter: random.chance(0.4) ? 1 : 0,
    ip: `203.0.113.${random.between(1, 254)}`,
    status: random.chance(0.03) ? 0 : 1,
    safe: 0,
    commenter: 0,
    token: '',
    code: '',
    date_added: calendar.time(customer.joinedDaysAgo, random.between(25_200, 82_000)),
  });
  for (const [index, { id, address }] of customer.addresses.entries()) {
    rows.add('address', {
      address_id: id,
      customer_id: customer.id,
      firstname: escaped(address.firstName),
      lastname: escaped(address.lastName),
      company: escaped(address.company),
      address_1: escaped(address.line1),
      address_2: escaped(address.line2),
      city: escaped(address.city),
      postcode: address.postcode,
      country_id: address.countryId,
      zone_id: address.zoneId,
      custom_field: '[]',
      default: index === 0 ? 1 : 0,
    });
  }
}
