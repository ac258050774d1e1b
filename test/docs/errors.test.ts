import { readFileSync } from 'node:fs';
import { accountErrorCodes } from '../../src/domain/account-faults.js';
import { placementErrorCodes } from '../../src/domain/bridge-placement.js';
import { connectionErrorCodes } from '../../src/domain/store-connections.js';
import { webhookErrorCodes } from '../../src/domain/webhook-endpoints.js';
import { writingErrorCodes } from '../../src/graph/changes.js';
import { refusals } from '../../src/graph/errors.js';
import { errorCodes } from '../../src/model/service-error.js';

const [, codes = '', userErrors = '', ofChanges = ''] = readFileSync(
  new URL('../../docs/errors.md', import.meta.url),
  'utf8',
).split(/^## /m);

test('the table of codes lists every code there is, with whether it may be retried', () => {
  const rows = [...codes.matchAll(/^\| `(\w+)` \|.*?\| (yes|no) \|/gm)].map(([, code, retryable]) => [
    code,
    retryable === 'yes',
  ]);
  expect(rows).toEqual(Object.entries(errorCodes).map(([code, { retryable }]) => [code, retryable]));
});

test('every code that GraphQL itself refuses with is told', () => {
  const rows = [...codes.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
  expect(rows).toEqual(expect.arrayContaining([...refusals]));
  expect(rows.sort()).toEqual([...new Set([...Object.keys(errorCodes), ...refusals])].sort());
});

test('the table of user errors lists every code there is', () => {
  const rows = [...userErrors.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
  const known = [...connectionErrorCodes, ...accountErrorCodes, ...placementErrorCodes, ...webhookErrorCodes];
  expect(rows.sort()).toEqual([...new Set(known)].sort());
});

test('the table of user errors of a change lists every code there is', () => {
  const rows = [...ofChanges.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
  expect(rows).toEqual([...writingErrorCodes]);
});
