import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { UploadProtocol, UploadTarget } from '../bridge/upload/upload.js';
import { SecretText } from '../infrastructure/secret.js';

/** An upload as the merchant describes it. */
export interface WantedUpload {
  readonly protocol: UploadProtocol;
  readonly host: string;
  readonly port?: number | null;
  readonly username: string;
  readonly password?: string | null;
  readonly privateKey?: string | null;
  readonly hostKey?: string | null;
  readonly directory: string;
}

/** What in the description of an upload makes no sense. */
export interface UploadInputFault {
  readonly code: 'HOST_INVALID' | 'CREDENTIALS_INVALID' | 'DIRECTORY_INVALID';
  readonly message: string;
  readonly field: 'host' | 'port' | 'username' | 'password' | 'privateKey' | 'hostKey' | 'directory';
}

/** Line breaks end a command of FTP, so a text that goes into one has none; nor anything else that cannot be printed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unprintable = /[\u0000-\u001f\u007f]/;

/** Reads a merchant's description of an upload; every fault at once. */
export function readUpload(
  wanted: WantedUpload,
): { readonly target: UploadTarget; readonly directory: string } | readonly UploadInputFault[] {
  const faults: UploadInputFault[] = [];
  const fault = (code: UploadInputFault['code'], field: UploadInputFault['field'], message: string) =>
    void faults.push({ code, field, message });
  const { protocol, username, directory } = wanted;
  const password = wanted.password || null;
  const privateKey = wanted.privateKey || null;
  const hostKey = wanted.hostKey?.trim() || null;

  const bare = wanted.host.trim().replace(/^\[|\]$/g, '');
  const host = isIP(bare) ? bare : domainToASCII(bare.replace(/\.$/, ''));
  if (!isIP(host) && !/^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i.test(host)) {
    fault('HOST_INVALID', 'host', 'The host must be a name or an IP address, without a protocol or a path.');
  }
  const port = wanted.port ?? 0;
  if (wanted.port != null && (port < 1 || port > 65_535)) {
    fault('HOST_INVALID', 'port', 'The port must be from 1 to 65535.');
  }
  if (username === '' || username.length > 255 || unprintable.test(username)) {
    fault('CREDENTIALS_INVALID', 'username', 'A user name of 1 to 255 printable characters is needed.');
  }
  if (password !== null && (password.length > 1024 || unprintable.test(password))) {
    fault('CREDENTIALS_INVALID', 'password', 'The password must be of at most 1024 printable characters.');
  }
  if (protocol === 'SFTP') {
    if (password === null && privateKey === null) {
      fault('CREDENTIALS_INVALID', 'password', 'A password or a private key is needed.');
    }
    if (hostKey !== null && !/^SHA256:[A-Za-z0-9+/]{43}$/.test(hostKey)) {
      fault('CREDENTIALS_INVALID', 'hostKey', 'The host key must be given as ssh-keygen -l shows it: SHA256:…');
    }
  } else {
    if (password === null) fault('CREDENTIALS_INVALID', 'password', 'A password is needed.');
    if (privateKey !== null) fault('CREDENTIALS_INVALID', 'privateKey', 'A private key is for SFTP alone.');
    if (hostKey !== null) fault('CREDENTIALS_INVALID', 'hostKey', 'A host key is for SFTP alone.');
  }
  if (directory.length > 1000 || unprintable.test(directory)) {
    fault('DIRECTORY_INVALID', 'directory', 'The directory must be of at most 1000 printable characters.');
  }
  return faults.length > 0
    ? faults
    : {
        target: { protocol, host, port, username, password: secret(password), privateKey: secret(privateKey), hostKey },
        directory,
      };
}

function secret(text: string | null): SecretText | null {
  return text === null ? null : new SecretText(text);
}
