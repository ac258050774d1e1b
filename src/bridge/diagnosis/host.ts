import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { isPublicAddress } from '../address-guard.js';
import { systemCode } from '../errors.js';
import type { Finding } from './finding.js';

/** Days before a certificate's end from which on it is mentioned. */
const endsSoonDays = 14;
const silenceMs = 10_000;

/** Whether the address's host has an IP address, and one that a service connects to. */
export async function nameFinding(url: URL): Promise<Finding> {
  const host = hostOf(url);
  const found = (level: Finding['level'], sentence: string): Finding => ({ level, about: 'NAME', sentence });
  let addresses: string[];
  try {
    addresses = (await dns.lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    return found(
      'FAULT',
      systemCode(error) === 'ENOTFOUND'
        ? `There is no host named ${host}: mend the address, or see whether the domain has run out.`
        : `The name ${host} could not be looked up: its name server, or that of this machine, does not answer.`,
    );
  }
  const where = host === addresses[0] ? host : `${host} is ${addresses.join(', ')}`;
  return addresses.some(isPublicAddress)
    ? found('OK', `${where}.`)
    : found(
        'WARNING',
        `${where}: a private address, which a service connects to only with DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES=on.`,
      );
}

/** Whether there is TLS at an https address, and whether its certificate is trusted for the host. */
export async function certificateFinding(url: URL, now: Date): Promise<Finding> {
  const host = hostOf(url);
  const port = Number(url.port || 443);
  const found = (level: Finding['level'], sentence: string): Finding => ({ level, about: 'CERTIFICATE', sentence });
  try {
    const { certificate, fault } = await certificateOf(host, port);
    const ends = new Date(certificate.valid_to);
    if (fault !== null) return found('FAULT', faultSentence(fault, certificate, host));
    return ends.getTime() - now.getTime() < endsSoonDays * 86_400_000
      ? found('WARNING', `The certificate is trusted, but ends on ${dayOf(ends)}: see that it is renewed.`)
      : found('OK', `The certificate is trusted, until ${dayOf(ends)}.`);
  } catch (error) {
    return found('FAULT', unreachedSentence(systemCode(error) ?? '', host, port));
  }
}

/** What keeps a host from being spoken to, by the code of Node.js. */
function unreachedSentence(code: string, host: string, port: number): string {
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST/.test(code)) {
    return `Port ${port} of ${host} speaks no TLS: use http://, or have the server mended.`;
  }
  if (/^ERR_SSL|^EPROTO/.test(code)) {
    return `${host} and this machine agree on no kind of TLS (${code}): it must offer TLS 1.2 or newer.`;
  }
  return `${host} cannot be connected to at port ${port} (${code || 'no reason given'}): it is down, or a firewall is in between.`;
}

function faultSentence(fault: string, certificate: PeerCertificate, host: string): string {
  if (fault === 'CERT_HAS_EXPIRED')
    return `The certificate ended on ${dayOf(new Date(certificate.valid_to))}: renew it.`;
  if (fault === 'CERT_NOT_YET_VALID') {
    return `The certificate counts only from ${dayOf(new Date(certificate.valid_from))}: this machine's clock is wrong, or it is.`;
  }
  if (fault === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = (certificate.subjectaltname ?? '')
      .split(', ', 10)
      .map((name) => name.slice(name.indexOf(':') + 1))
      .filter((name) => /^[\w.*:-]+$/.test(name));
    return `The certificate is for ${names.join(', ') || 'another name'}, not for ${host}: connect the store under that name, or get one for this.`;
  }
  if (fault.includes('SELF_SIGNED')) {
    return `The certificate is self-signed (${fault}): get one of a known authority, such as Let's Encrypt.`;
  }
  if (fault.startsWith('UNABLE_TO')) {
    return `The certificate's chain is incomplete, or its authority unknown (${fault}): have the server send the intermediate certificates too.`;
  }
  return `The certificate is not trusted (${fault}).`;
}

/** The certificate of a server, and the code of what keeps it from being trusted; rejects where there is no TLS. */
function certificateOf(
  host: string,
  port: number,
): Promise<{ readonly certificate: PeerCertificate; readonly fault: string | null }> {
  return new Promise((resolve, reject) => {
    const named = isIP(host) ? {} : { servername: host };
    // Nothing is said over this connection: it is closed once the certificate was seen.
    const socket = connect({ host, port, ...named, rejectUnauthorized: false, timeout: silenceMs }, () => {
      // Typed as an Error, it is the code alone for some faults.
      const wrong = socket.authorizationError as Error | string | undefined;
      const fault = wrong ? (systemCode(wrong) ?? String(wrong)) : null;
      resolve({ certificate: socket.getPeerCertificate(), fault });
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })));
    socket.once('error', reject);
  });
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function dayOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10);
}
