import { readFileSync } from 'node:fs';
import { accountErrorCodes } from '../../src/domain/account-faults.js';
import { connectionErrorCodes } from '../../src/domain/store-connections.js';
import { errorCodes } from '../../src/model/service-error.js';

const [, codes = '', userErrors = ''] = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8').split(
  /^## /m,
);

test('the table of codes lists every code there is, with whether it may be retried', () => {
  const rows = [...codes.matchAll(/^\| `(\w+)` \|.*?\| (yes|no) \|/gm)].map(([, code, retryable]) => [
    code,
    retryable === 'yes',
  ]);
  expect(rows).toEqual(Object.entries(errorCodes).map(([code, { retryable }]) => [code, retryable]));
});

test('the table of user errors lists every code there is', () => {
  const rows = [...userErrors.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
  expect(rows.sort()).toEqual([...new Set([...connectionErrorCodes, ...accountErrorCodes])].sort());
});
