import { describe, expect, it } from 'vitest';
import { readOidcSettings } from './oidc.ts';

describe('settings of the identity provider', () => {
  const whole = { OIDC_ISSUER: 'https://id.example.gov.cn', OIDC_CLIENT_ID: 'qianmo', OIDC_CLIENT_SECRET: 's' };

  it('are all there or none', () => {
    expect(readOidcSettings({})).toBeUndefined();
    expect(readOidcSettings(whole)).toEqual({ issuer: whole.OIDC_ISSUER, clientId: 'qianmo', clientSecret: 's' });
    for (const name of Object.keys(whole)) {
      expect(() => readOidcSettings({ ...whole, [name]: '' })).toThrow('oidc-incomplete');
    }
    expect(() => readOidcSettings({ ...whole, OIDC_ISSUER: 'id' })).toThrow('oidc-issuer-invalid');
  });
});
