import type { Database, PersonalStore } from '@qianmo/platform/server';
import { holderOn } from './store/holders.ts';
import { type Addressee, boxedPhones } from './store/persons.ts';

/** Who holds a post on a day; empty while it is vacant. */
export async function holdersOf(
  db: Database,
  home: string,
  post: string,
  day: string,
): Promise<{ person: string; posting: string; name: string }[]> {
  const held = await holderOn(db, home, post, day);
  return held ? [{ person: held.person, posting: held.id, name: held.personName }] : [];
}

type Address =
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'post'; readonly post: string }
  | { readonly kind: 'unit'; readonly unit: string }
  | {
      readonly kind: 'role';
      readonly role: string;
      readonly unit?: string | undefined;
      readonly narrow?: string | undefined;
    };

/** Phones for messages: of whoever holds an address on a day and has a number. The recipient is the account. */
export function phoneSource(personal: PersonalStore) {
  return async (db: Database, to: { home: string; address: Address; day: string }) => {
    const rows = await boxedPhones(db, { home: to.home, day: to.day, ...addresseeOf(to.address) });
    const phones: { recipient: string; phone: string }[] = [];
    for (const row of rows) {
      const phone = row.phone && (await personal.decrypt(db, row.person, 'phone', row.phone));
      if (phone) phones.push({ recipient: row.account, phone });
    }
    return phones;
  };
}

function addresseeOf(address: Address): Addressee {
  if (address.kind === 'user') return { user: address.user };
  if (address.kind === 'post') return { post: address.post };
  if (address.kind === 'unit') return { unit: address.unit };
  const { role, unit, narrow } = address;
  return { role, ...(unit === undefined ? {} : { unit }), ...(narrow === undefined ? {} : { narrow }) };
}
