import { serverAudits } from 'graphql-http';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.close());

const audits = serverAudits({
  url: () => `${service.url}/graphql`,
  fetchFn: (address: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', 'Bearer demo');
    return fetch(address, { ...init, headers });
  },
});

// What the draft says SHOULD or MAY be, and this server does otherwise; the README says why.
const departures = ['572B', 'FDE2', '7B9B'];

test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s: the server %s', async (id, _, audit) => {
  const result = await audit.fn();
  if (result.status === 'ok') expect(departures).not.toContain(id);
  else {
    expect({ reason: result.reason, status: result.status }).toMatchObject({
      status: expect.stringMatching(/warn|notice/),
    });
    expect(departures).toContain(id);
  }
});
