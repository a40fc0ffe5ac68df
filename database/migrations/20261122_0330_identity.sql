-- Sign-in beside the acts: its own log, lock-outs by login and device, keys of persons, views of personal data.

create table platform.sign_in_event (
  id uuid constraint sign_in_event_pkey primary key,
  login text collate "C" not null,
  account uuid,
  outcome text not null constraint sign_in_outcome check (outcome in
    ('done', 'wrong', 'locked', 'second-factor-wrong', 'disabled', 'signed-out', 'password-changed', 'totp-enrolled',
     'second-factor', 'token-made', 'token-revoked', 'sessions-ended')),
  address text not null,
  client text not null,
  at timestamptz not null
);
create index sign_in_event_recent on platform.sign_in_event (account, at desc);
select platform.guard('platform.sign_in_event', class => 'global', capture => 'hash', access => array['qianmo_app', 'qianmo_auth']);

-- Failures are counted per login and device, so that a stranger who guesses cannot lock the owner's own device out.
create table platform.sign_in_failure (
  login text collate "C" not null,
  device text collate "C" not null,
  failed_count integer not null,
  locked_until timestamptz,
  constraint sign_in_failure_pkey primary key (login, device)
);
select platform.guard('platform.sign_in_failure', class => 'global', access => array['qianmo_auth']);
alter table platform.account
  drop column failed_count, drop column locked_until, drop column password_hash, drop column password_changed_at,
  drop column totp_secret, drop column totp_last_step;

-- Secrets of an account stand apart: they are never captured, and only sign-in reads them.
create table platform.credential (
  account uuid constraint credential_pkey primary key references platform.account (id),
  password_hash text,
  password_changed_at timestamptz,
  totp_secret bytea,
  totp_last_step bigint
);
select platform.guard('platform.credential', class => 'global', access => array['qianmo_auth']);
revoke select on platform.credential from qianmo_seal;
-- An administrator may take a lost second factor away, without seeing any secret.
grant select (account, totp_last_step), update (totp_secret, totp_last_step) on platform.credential to qianmo_app;

-- One-time links: setting up an empty server, inviting a user, resetting a password.
create table platform.invitation (
  token_hash bytea constraint invitation_pkey primary key,
  kind text not null constraint invitation_kind check (kind in ('set-up', 'password')),
  account uuid references platform.account (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
select platform.guard('platform.invitation', class => 'global', access => array['qianmo_app', 'qianmo_auth']);

-- A person's data key, wrapped by the master key outside the database. Destroying it erases what it encrypted.
create table platform.person_key (
  person uuid constraint person_key_pkey primary key,
  key_id text not null,
  wrapped bytea,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  constraint person_key_destroyed check ((wrapped is null) = (destroyed_at is not null))
);
select platform.guard('platform.person_key', class => 'global');

-- Every unmasked view of personal data, with its purpose.
create table platform.personal_view (
  home text collate "C" not null,
  id uuid not null,
  viewer text not null,
  person uuid not null,
  fields text[] not null,
  purpose text not null,
  at timestamptz not null,
  constraint personal_view_pkey primary key (home, id)
);
select platform.guard('platform.personal_view', class => 'home', capture => 'hash');
