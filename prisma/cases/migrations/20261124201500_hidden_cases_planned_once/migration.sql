-- PostgreSQL plans a function of language sql anew in each statement that calls it. Row security asks these in nearly every
-- statement on a case or a client, and planning them took longer than the statement. In plpgsql they are planned once a connection;
-- what they say is the same.
CREATE OR REPLACE FUNCTION "centres_with"(VARIADIC "roles" text[]) RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (
    SELECT coalesce(array_agg(g.key::uuid), '{}')
    FROM jsonb_each(coalesce(nullif(current_setting('app.grants', true), ''), '{}')::jsonb) g
    WHERE g.value ?| roles AND app.actor_kind() IN ('USER', 'SYSTEM')
  );
END
$$;

CREATE OR REPLACE FUNCTION "hidden_cases"() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = cases, public AS $$
BEGIN
  RETURN (
    SELECT coalesce(array_agg(r.case_id), '{}') FROM case_restriction r
    WHERE r.lifted_at IS NULL
      AND r.centre_id = ANY (reader_centres())
      AND NOT app.is_system()
      AND NOT app.has_role(r.centre_id, 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER')
      AND NOT coalesce(app.actor_id() = ANY (r.allowed_user_ids::text[]), false)
      AND NOT EXISTS (SELECT FROM case_access a WHERE a.case_id = r.case_id AND a.user_id::text = app.actor_id() AND a.until > now())
  );
END
$$;

-- Nearly always no case is hidden, and then no client is.
CREATE OR REPLACE FUNCTION "hidden_clients"() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = cases, public AS $$
DECLARE
  hidden uuid[] := hidden_cases();
BEGIN
  IF hidden = '{}' THEN
    RETURN hidden;
  END IF;
  RETURN (
    SELECT coalesce(array_agg(DISTINCT person.id), '{}')
    FROM case_file c
    CROSS JOIN LATERAL (VALUES (c.client_id), (c.joint_client_id)) AS person (id)
    WHERE c.id = ANY (hidden) AND person.id IS NOT NULL AND NOT EXISTS (
      SELECT FROM case_file o WHERE person.id IN (o.client_id, o.joint_client_id) AND o.id <> ALL (hidden))
  );
END
$$;

CREATE OR REPLACE FUNCTION "refresh_case"("the_case" uuid, "activity" activity_kind DEFAULT NULL, "by" uuid DEFAULT NULL, "at" timestamptz DEFAULT NULL) RETURNS void
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  UPDATE cases.case_file c SET
    has_emergency = d.has_emergency,
    next_due_on = d.next_due_on,
    -- Cases that have ended last; then emergencies, priority, and the day on which something is due.
    urgency = (CASE WHEN c.stage IN ('CLOSED', 'REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED') THEN 8 ELSE 0 END
      + CASE WHEN d.has_emergency THEN 0 ELSE 4 END
      + CASE c.priority WHEN 'URGENT' THEN 0 WHEN 'HIGH' THEN 1 WHEN 'NORMAL' THEN 2 ELSE 3 END) * 1000000::bigint
      + coalesce(d.next_due_on - date '1970-01-01', 999999),
    client_sort_name = d.sort_name,
    search_text = replace(lower(c.reference), '-', ' ') || ' ' || d.search_name || ' ' || array_to_string(c.tags, ' '),
    last_activity_kind = coalesce(activity, c.last_activity_kind),
    last_activity_by_id = coalesce("by", c.last_activity_by_id),
    last_activity_at = coalesce("at", c.last_activity_at)
  FROM (
    SELECT
      EXISTS (SELECT FROM cases.emergency e WHERE e.case_id = the_case AND e.cleared_at IS NULL) AS has_emergency,
      least(
        (SELECT min(coalesce(e.occurs_on, (e.recorded_at AT TIME ZONE 'Europe/London')::date)) FROM cases.emergency e WHERE e.case_id = the_case AND e.cleared_at IS NULL),
        (SELECT min(n.follow_up_on) FROM cases.note n WHERE n.case_id = the_case AND n.follow_up_done_at IS NULL),
        (SELECT min(t.due_on) FROM cases.task t WHERE t.case_id = the_case AND t.done_at IS NULL),
        (SELECT min((a.starts_at AT TIME ZONE 'Europe/London')::date) FROM cases.appointment a WHERE a.case_id = the_case AND a.state = 'BOOKED')
      ) AS next_due_on,
      first.sort_name,
      concat_ws(' ', first.search_name, joint.search_name) AS search_name
    FROM cases.case_file f
    JOIN cases.client first ON first.id = f.client_id
    LEFT JOIN cases.client joint ON joint.id = f.joint_client_id
    WHERE f.id = the_case
  ) d
  WHERE c.id = the_case;
END
$$;
