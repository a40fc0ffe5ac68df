import { randomBytes } from 'node:crypto';
import type { Database } from '../database/pool.ts';
import { lookupHash, open, seal } from './cipher.ts';

/** Keys held outside the database. Old master keys stay, by id, until everything is wrapped anew. */
export type PersonalKeys = {
  readonly currentMaster: string;
  readonly masters: ReadonlyMap<string, Buffer>;
  readonly lookup: Buffer;
};

export type PersonalField = 'id-number' | 'phone' | 'bank-account' | 'income';

/** Personal data of one natural person: each value encrypted under that person's own key. */
export type PersonalStore = {
  encrypt(db: Database, person: string, field: PersonalField, value: string, now: string): Promise<Buffer>;
  /** Empty once the person has been erased. */
  decrypt(db: Database, person: string, field: PersonalField, box: Buffer): Promise<string | null>;
  hash(field: PersonalField, value: string): Buffer;
  /** Destroys the person's key: what was encrypted under it can never be read again. */
  erase(db: Database, person: string, now: string): Promise<void>;
  /** Wraps all keys under the current master key; returns how many were wrapped anew. */
  rotate(db: Database): Promise<number>;
};

export function createPersonalStore(keys: PersonalKeys): PersonalStore {
  return {
    encrypt: async (db, person, field, value, now) =>
      seal(await getOrMakeKey(db, keys, person, now), Buffer.from(value, 'utf8'), `${person}:${field}`),
    decrypt: async (db, person, field, box) => {
      const key = await findKey(db, keys, person);
      return key ? open(key, box, `${person}:${field}`).toString('utf8') : null;
    },
    hash: (field, value) => lookupHash(keys.lookup, field, value),
    erase: async (db, person, now) => {
      await db
        .updateTable('platform.person_key')
        .set({ wrapped: null, destroyed_at: now })
        .where('person', '=', person)
        .where('destroyed_at', 'is', null)
        .execute();
    },
    rotate: (db) => rotate(db, keys),
  };
}

function masterOf(keys: PersonalKeys, id: string): Buffer {
  const key = keys.masters.get(id);
  if (!key) throw new Error(`master key ${id} is not in the key folder`);
  return key;
}

async function findKey(db: Database, keys: PersonalKeys, person: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('platform.person_key')
    .select(['key_id', 'wrapped'])
    .where('person', '=', person)
    .executeTakeFirst();
  return row?.wrapped ? open(masterOf(keys, row.key_id), row.wrapped, person) : null;
}

async function getOrMakeKey(db: Database, keys: PersonalKeys, person: string, now: string): Promise<Buffer> {
  const known = await findKey(db, keys, person);
  if (known) return known;
  const made = randomBytes(32);
  const wrapped = seal(masterOf(keys, keys.currentMaster), made, person);
  await db
    .insertInto('platform.person_key')
    .values({ person, key_id: keys.currentMaster, wrapped, created_at: now })
    .onConflict((clash) => clash.column('person').doNothing())
    .execute();
  const stored = await findKey(db, keys, person);
  if (!stored) throw new Error('this person has been erased');
  return stored;
}

async function rotate(db: Database, keys: PersonalKeys): Promise<number> {
  const rows = await db
    .selectFrom('platform.person_key')
    .select(['person', 'key_id', 'wrapped'])
    .where('key_id', '!=', keys.currentMaster)
    .where('wrapped', 'is not', null)
    .forUpdate()
    .execute();
  for (const row of rows) {
    if (!row.wrapped) continue;
    const wrapped = seal(
      masterOf(keys, keys.currentMaster),
      open(masterOf(keys, row.key_id), row.wrapped, row.person),
      row.person,
    );
    await db
      .updateTable('platform.person_key')
      .set({ wrapped, key_id: keys.currentMaster })
      .where('person', '=', row.person)
      .execute();
  }
  return rows.length;
}
