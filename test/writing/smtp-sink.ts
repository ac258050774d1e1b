import { createServer } from 'node:net';

/** A mail server that takes every mail and hands it to nobody. */
export interface SmtpSink {
  readonly port: number;
  /** The mails that came since this was asked last, each whole. */
  taken(): string[];
  close(): Promise<void>;
}

/** Starts a mail server on 127.0.0.1 that knows as much of RFC 5321 as it takes to be given a mail. */
export async function openSmtpSink(): Promise<SmtpSink> {
  let mails: string[] = [];
  const server = createServer((socket) => {
    const say = (line: string) => socket.write(`${line}\r\n`);
    let [held, body] = ['', null as string | null];
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      held += bytes.toString('utf8');
      for (;;) {
        if (body !== null) {
          const end = held.indexOf('\r\n.\r\n');
          if (end < 0) return;
          mails.push(held.slice(0, end));
          [held, body] = [held.slice(end + 5), null];
          say('250 taken');
          continue;
        }
        const end = held.indexOf('\r\n');
        if (end < 0) return;
        const verb = held.slice(0, 4).toUpperCase();
        held = held.slice(end + 2);
        if (verb === 'DATA') body = '';
        say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 sink');
        if (verb === 'QUIT') socket.end();
      }
    });
    say('220 sink');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    taken() {
      const all = mails;
      mails = [];
      return all;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
