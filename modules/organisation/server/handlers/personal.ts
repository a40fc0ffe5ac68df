import { type Bound, type Context, on } from '@qianmo/platform/server';
import { isPhoneNumber, normaliseIdentityNumber, residentIdProblem } from '@qianmo/values/identity-number';
import { maskPersonName } from '@qianmo/values/mask';
import { erasePerson, readRevealed, revealPerson } from '../../contract/user.ts';
import { accountsOf, setDisabled } from '../store/accounts.ts';
import * as store from '../store/persons.ts';
import { keepReason, known, sameVersion } from './guards.ts';
import type { OrganisationParts } from './parts.ts';
import { personOf, requireReach } from './reach.ts';

const VIEW_MINUTES = 5; // long enough to copy a number into a form, too short to leave a screen standing

/** `undefined` and `null` pass: left alone, and removed. */
export function normaliseIdNumber<T extends string | null | undefined>(ctx: Context, text: T): T | string {
  if (text === null || text === undefined) return text;
  const problem = residentIdProblem(text);
  return problem ? ctx.reject('id-number-wrong', { params: { problem } }) : normaliseIdentityNumber(text);
}

export function normalisePhone<T extends string | null | undefined>(ctx: Context, text: T): T | string {
  if (text === null || text === undefined) return text;
  return isPhoneNumber(text) ? text.normalize('NFKC').replaceAll(/\s/g, '') : ctx.reject('phone-wrong');
}

/** The columns for what is given: encrypted under the person's key, with the keyed hash for look-up. */
export async function boxesFor(
  ctx: Context,
  parts: OrganisationParts,
  person: string,
  values: { idNumber: string | null | undefined; phone: string | null | undefined },
): Promise<Partial<store.Boxes>> {
  const { db, now } = ctx;
  const { personal } = parts;
  const { idNumber, phone } = values;
  return {
    ...(idNumber === undefined
      ? {}
      : {
          idNumber: idNumber === null ? null : await personal.encrypt(db, person, 'id-number', idNumber, now),
          idNumberHash: idNumber === null ? null : personal.hash('id-number', idNumber),
        }),
    ...(phone === undefined
      ? {}
      : {
          phone: phone === null ? null : await personal.encrypt(db, person, 'phone', phone, now),
          phoneHash: phone === null ? null : personal.hash('phone', phone),
        }),
  };
}

export function personalHandlers(parts: OrganisationParts): Bound[] {
  return [reveal(), readView(parts), erase(parts)];
}

function reveal(): Bound {
  return on(revealPerson, async (ctx, input) => {
    const person = await personOf(ctx, input.person);
    if (person.erasedAt !== null) ctx.reject('person-erased');
    await store.logView(ctx.db, {
      home: ctx.home,
      id: ctx.operation,
      viewer: ctx.actor.user,
      person: person.id,
      fields: [...new Set(input.fields)],
      purpose: input.purpose,
      at: ctx.now,
    });
    return { view: ctx.operation };
  });
}

function readView(parts: OrganisationParts): Bound {
  return on(readRevealed, async (ctx, input) => {
    const { db } = ctx;
    const view = known(ctx, await store.findView(db, ctx.home, input.view, ctx.actor.user), 'view-unknown');
    const age = ctx.clock.milliseconds() - Date.parse(view.at);
    if (age > VIEW_MINUTES * 60_000) ctx.reject('view-over');
    const person = await personOf(ctx, view.person);
    const plain = async (field: 'id-number' | 'phone', box: Buffer | null) =>
      box && view.fields.includes(field) ? parts.personal.decrypt(db, person.id, field, box) : null;
    return {
      person: person.id,
      idNumber: await plain('id-number', person.idNumber),
      phone: await plain('phone', person.phone),
    };
  });
}

function erase(parts: OrganisationParts): Bound {
  return on(erasePerson, async (ctx, input) => {
    const person = sameVersion(ctx, await personOf(ctx, input.person), input.version);
    if (person.erasedAt !== null) ctx.reject('person-erased');
    if (person.id === ctx.actor.person) ctx.reject('own-account');
    await requireReach(ctx, parts, person.id);
    if ((await store.homesOfPerson(ctx.db, person.id, ctx.today)).length > 0) ctx.reject('person-in-post');
    await keepReason(ctx, 'erased', person.id, input.reason);
    for (const account of await accountsOf(ctx.db, [person.id])) await setDisabled(ctx.db, account.id, ctx.now);
    await parts.personal.erase(ctx.db, person.id, ctx.now);
    return { id: person.id, version: await store.markErased(ctx.db, person.id, maskPersonName(person.name), ctx.now) };
  });
}
