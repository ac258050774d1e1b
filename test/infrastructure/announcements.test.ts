import { Announcements } from '../../src/infrastructure/announcements.js';

test.each(['', 'garbage', 'null', '1', '{}', '["api-key"]', '["api-key",{}]'])(
  'what is no announcement, as another program of the database may send, says that anything may have changed: %s',
  async (payload) => {
    const said: ((payload: string | null) => void)[] = [];
    const announcements = new Announcements({
      hears: true,
      open: async (heard) => void said.push(heard),
      close: async () => undefined,
    });
    const heard: (string | null)[] = [];
    await announcements.listen('api-key', (subject) => void heard.push(subject));
    for (const say of said) for (const one of ['["api-key","k1"]', payload, '["api-key","k2"]']) say(one);
    expect(heard).toEqual(['k1', null, 'k2']);
  },
);
