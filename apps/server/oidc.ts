import type { OidcSettings } from '@qianmo/platform/server';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The office's identity provider, from OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: all of them or none.
 * Throws `oidc-incomplete` for a part of them, `oidc-issuer-invalid` for an issuer that is no address.
 */
export function readOidcSettings(environment: Environment): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = environment;
  if (!issuer && !clientId && !clientSecret) return undefined;
  if (!issuer || !clientId || !clientSecret) {
    throw new Error('oidc-incomplete: set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together');
  }
  if (!URL.canParse(issuer)) throw new Error('oidc-issuer-invalid: OIDC_ISSUER is not an address');
  return { issuer, clientId, clientSecret };
}
