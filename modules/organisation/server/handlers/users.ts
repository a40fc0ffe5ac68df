import { type Bound, type Context, on } from '@qianmo/platform/server';
import { maskIdentityNumber, maskPhone } from '@qianmo/values/mask';
import { createUser, findPersonByIdNumber, getUser, listUsers, savePerson } from '../../contract/user.ts';
import { type Account, accountsOf, insertAccount } from '../store/accounts.ts';
import { type Holding, listHoldings } from '../store/holders.ts';
import * as store from '../store/persons.ts';
import { keepReason, known, newId, sameVersion } from './guards.ts';
import type { OrganisationParts } from './parts.ts';
import { boxesFor, normaliseIdNumber, normalisePhone } from './personal.ts';
import { openPost } from './posts.ts';
import { isReached, personOf, requireReach } from './reach.ts';
import { hold } from './succession.ts';
import { postingOf } from './views.ts';

export function userHandlers(parts: OrganisationParts): Bound[] {
  return [list(), get(parts), create(parts), save(parts), findByIdNumber(parts)];
}

function list(): Bound {
  return on(listUsers, async (ctx, input) => {
    const { day = ctx.today, below, search, disabled, limit, offset } = input;
    const homes = below ? ctx.readable : [ctx.home];
    const { rows, total } = await store.listPersons(ctx.db, { homes, day, search, disabled, limit, offset });
    const ids = rows.map((row) => row.id);
    const accounts = await accountsOf(ctx.db, ids);
    const held = await listHoldings(ctx.db, ids, homes, day);
    return { items: rows.map((row) => userOf(row, accounts, held)), total, day };
  });
}

function userOf(
  person: { id: string; name: string; erasedAt: string | null },
  accounts: readonly Account[],
  held: readonly Holding[],
) {
  const account = accounts.find((each) => each.person === person.id);
  return {
    person: person.id,
    name: person.name,
    erased: person.erasedAt !== null,
    account: account
      ? {
          id: account.id,
          login: account.login,
          disabled: account.disabledAt !== null,
          secondFactor: account.secondFactor,
          version: account.version,
        }
      : null,
    postings: held.filter((each) => each.person === person.id).map(postingOf),
  };
}

function get(parts: OrganisationParts): Bound {
  return on(getUser, async (ctx, input) => {
    const { db } = ctx;
    const person = await personOf(ctx, input.person);
    const accounts = await accountsOf(db, [person.id]);
    const held = await listHoldings(db, [person.id], ctx.readable, null);
    const homes = await store.homesOfPerson(db, person.id, ctx.today);
    const idNumber = person.idNumber && (await parts.personal.decrypt(db, person.id, 'id-number', person.idNumber));
    const phone = person.phone && (await parts.personal.decrypt(db, person.id, 'phone', person.phone));
    return {
      ...userOf(person, accounts, held),
      idNumber: idNumber ? maskIdentityNumber(idNumber) : null,
      phone: phone ? maskPhone(phone) : null,
      version: person.version,
      elsewhere: homes.filter((home) => !ctx.readable.includes(home)).length,
      withinReach: isReached(ctx, parts, homes),
    };
  });
}

function create(parts: OrganisationParts): Bound {
  return on(createUser, async (ctx, input) => {
    const from = input.from ?? ctx.today;
    const person = ctx.operation;
    const values = {
      idNumber: normaliseIdNumber(ctx, input.idNumber),
      phone: normalisePhone(ctx, input.phone),
    };
    await refuseKnown(ctx, parts, values.idNumber, null);
    await openPost(ctx, input.post, { from, until: null });
    await store.insertPerson(ctx.db, person, input.name);
    await store.updatePerson(ctx.db, person, await boxesFor(ctx, parts, person, values));
    const account = newId(ctx);
    await insertAccount(ctx.db, { id: account, person, login: input.login });
    const posting = newId(ctx);
    const made = { id: posting, post: input.post, person, from, until: null, relieved: null };
    return { person, account, posting, successions: await hold(ctx, made) };
  });
}

/** One natural person is one user: whoever is registered already gets a posting, not a second account. */
async function refuseKnown(
  ctx: Context,
  parts: OrganisationParts,
  idNumber: string | null | undefined,
  self: string | null,
): Promise<void> {
  if (!idNumber) return;
  const other = await store.findPersonByHash(ctx.db, parts.personal.hash('id-number', idNumber));
  if (other && other.id !== self) ctx.reject('person-known', { status: 409, params: { person: other.id } });
}

function save(parts: OrganisationParts): Bound {
  return on(savePerson, async (ctx, input) => {
    const person = sameVersion(ctx, await personOf(ctx, input.person), input.version);
    if (person.erasedAt !== null) ctx.reject('person-erased');
    await requireReach(ctx, parts, person.id);
    const values = {
      idNumber: normaliseIdNumber(ctx, input.idNumber),
      phone: normalisePhone(ctx, input.phone),
    };
    await refuseKnown(ctx, parts, values.idNumber, person.id);
    const version = await store.updatePerson(ctx.db, person.id, {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(await boxesFor(ctx, parts, person.id, values)),
    });
    return { id: person.id, version };
  });
}

function findByIdNumber(parts: OrganisationParts): Bound {
  return on(findPersonByIdNumber, async (ctx, { idNumber, purpose }) => {
    const number = known(ctx, normaliseIdNumber(ctx, idNumber) ?? undefined, 'id-number-wrong');
    const found = await store.findPersonByHash(ctx.db, parts.personal.hash('id-number', number));
    await keepReason(ctx, 'searched', found?.id ?? null, purpose);
    return { person: found?.id ?? null };
  });
}
