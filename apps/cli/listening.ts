import { readFile } from 'node:fs/promises';
import { createServer, isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { WrongCall } from './command.ts';

const codes: Readonly<Record<string, string>> = {
  EADDRINUSE: 'port-in-use',
  EACCES: 'port-forbidden',
  EADDRNOTAVAIL: 'address-unavailable',
  ENOTFOUND: 'address-unavailable',
};

/** Names what the system said of an address, where it is one of the known reasons. */
export function asListenError(error: unknown, host: string, port: number): unknown {
  const code = codes[(error as NodeJS.ErrnoException | null)?.code ?? ''];
  return code ? new Error(`${code}: ${host}:${port}`, { cause: error }) : error;
}

export function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new WrongCall(`端口须为 0–65535 · not a port: ${text}`);
  return port;
}

/**
 * Takes the port for a moment, so that a taken one is told before a minute of first start, not after it.
 * Throws `port-in-use`, `port-forbidden`, `address-unavailable`.
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(asListenError(error, host, port)));
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  });
}

export type TlsFiles = { readonly certFile: string; readonly keyFile: string };

/** Both or neither, readable and a pair. Throws `tls-unreadable`, `tls-mismatch`. */
export async function checkTls(certFile: string | undefined, keyFile: string | undefined): Promise<TlsFiles | null> {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile === undefined || keyFile === undefined)
    throw new WrongCall('--tls-cert 与 --tls-key 须同时给出 · --tls-cert and --tls-key go together');
  const [cert, key] = [await readPem(certFile), await readPem(keyFile)];
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new Error(`tls-mismatch: ${certFile}, ${keyFile}`, { cause: error });
  }
  return { certFile, keyFile };
}

async function readPem(file: string): Promise<Buffer> {
  return readFile(file).catch((error: Error) => {
    throw new Error(`tls-unreadable: ${file} (${error.message})`);
  });
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
