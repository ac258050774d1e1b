import { createLogger, describeError } from '../../src/infrastructure/logger.js';
import { OperatorError } from '../../src/infrastructure/operator-error.js';
import { ServiceError } from '../../src/model/service-error.js';

const planted = {
  key: 'Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0Z2FycGx5',
  signature: 'drawbridge=:c2lnbmF0dXJl:',
  email: 'ada.lovelace@example.org',
  name: 'Ada Lovelace',
  address: '12 St James Square',
};

function logged(write: (log: ReturnType<typeof createLogger>) => void, level = 'debug'): string {
  const lines: string[] = [];
  write(createLogger(level, { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

test('a line carries its known fields and drops every other', () => {
  const text = logged((log) => log.info({ status: 200, storeId: 'a', ...planted } as object, 'Answered.'));
  expect(JSON.parse(text)).toEqual({
    level: 'info',
    time: expect.any(String),
    status: 200,
    storeId: 'a',
    msg: 'Answered.',
  });
});

test('an error of ours is told with its message, its code and its place', () => {
  const described = describeError(new ServiceError('STORE_UNREACHABLE', 'The store could not be reached.'));
  expect(described).toMatchObject({
    name: 'ServiceError',
    code: 'STORE_UNREACHABLE',
    message: 'The store could not be reached.',
  });
  expect(described.stack[0]).toMatch(/^at .*logger\.test\.ts:\d+:\d+/);
});

test.each(['debug', 'info', 'warn', 'error'] as const)(
  'at level %s nothing of what an error of others quotes is written, however deep it lies',
  (level) => {
    const secret = Object.values(planted).join('\n    at ');
    const cause = Object.assign(new TypeError(`bad value: ${secret}`), {
      detail: secret,
      headers: { authorization: secret },
    });
    const named = Object.assign(new Error('x', { cause }), { name: planted.name, code: planted.email });
    const text = logged((log) => {
      log[level]({ err: cause }, 'Failed.');
      log[level]({ err: new OperatorError('The registry could not be opened.', { cause: named }) }, 'Failed.');
      log[level]({ err: planted.email, body: planted, variables: planted } as object, 'Failed.');
      log[level](cause as object, 'Failed.');
    }, level);
    expect(text.split('\n').filter(Boolean)).toHaveLength(4);
    expect(text).toContain('TypeError');
    for (const value of Object.values(planted)) expect(text).not.toContain(value);
  },
);
