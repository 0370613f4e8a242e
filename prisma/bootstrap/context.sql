-- The context of a transaction: who acts, and which centres' rows they may see. Idempotent.
-- All settings are local to the transaction. Without app.enter nothing is visible.

-- Enters the context. `grants` is what the router's token says:
--   { "c": { "<centre id>": ["ADVISER", ...] }, "n": { "<network id>": ["DPO", ...] } }
-- Roles in a network count at each of its centres. The actor SYSTEM sees every centre that exists.
-- Returns the ids of the centres whose rows are now visible.
create or replace function app.enter(actor_kind text, actor_id text, grants jsonb) returns uuid[]
language plpgsql as $$
declare
  centres uuid[];
  roles jsonb;
begin
  if actor_kind not in ('USER', 'PARTNER', 'SYSTEM') then
    raise exception 'unknown kind of actor: %', actor_kind using errcode = 'invalid_parameter_value';
  end if;
  if actor_kind = 'SYSTEM' then
    select coalesce(array_agg(id), '{}'), coalesce(jsonb_object_agg(id, '["SYSTEM"]'::jsonb), '{}')
      into centres, roles from app.centre;
  else
    with granted(centre_id, role) as (
      select c.key::uuid, r.role
        from jsonb_each(coalesce(grants -> 'c', '{}')) c, jsonb_array_elements_text(c.value) r(role)
      union
      select centre.id, r.role
        from jsonb_each(coalesce(grants -> 'n', '{}')) n
        join app.centre on centre.network_id = n.key::uuid, jsonb_array_elements_text(n.value) r(role)
    ), by_centre as (
      select centre_id, jsonb_agg(role order by role) as roles from granted group by centre_id
    )
    select coalesce(array_agg(centre_id), '{}'), coalesce(jsonb_object_agg(centre_id, by_centre.roles), '{}')
      into centres, roles from by_centre;
  end if;
  perform set_config('app.actor_kind', actor_kind, true),
          set_config('app.actor_id', actor_id, true),
          set_config('app.centre_ids', centres::text, true),
          set_config('app.grants', roles::text, true);
  return centres;
end
$$;

-- '' stands where a transaction-local setting ended, null where there never was one.
create or replace function app.actor_kind() returns text language sql stable parallel safe
as $$ select nullif(current_setting('app.actor_kind', true), '') $$;

create or replace function app.actor_id() returns text language sql stable parallel safe
as $$ select nullif(current_setting('app.actor_id', true), '') $$;

-- The visible centres. In policies of large tables write
--   centre_id = any ((select app.centre_ids())::uuid[])
-- which is evaluated once a statement and can use an index.
create or replace function app.centre_ids() returns uuid[] language sql stable parallel safe
as $$ select coalesce(nullif(current_setting('app.centre_ids', true), ''), '{}')::uuid[] $$;

create or replace function app.sees_centre(centre uuid) returns boolean language sql stable parallel safe
as $$ select coalesce(centre = any (app.centre_ids()), false) $$;

-- True when the actor holds one of the roles at the centre, itself or through its network.
create or replace function app.has_role(centre uuid, variadic roles text[]) returns boolean language sql stable parallel safe
as $$ select coalesce(nullif(current_setting('app.grants', true), '')::jsonb -> centre::text ?| roles, false) $$;

create or replace function app.has_role_anywhere(variadic roles text[]) returns boolean language sql stable parallel safe
as $$ select exists (select from jsonb_each(coalesce(nullif(current_setting('app.grants', true), ''), '{}')::jsonb) g where g.value ?| roles) $$;

create or replace function app.is_system() returns boolean language sql stable parallel safe
as $$ select coalesce(app.actor_kind() = 'SYSTEM', false) $$;
