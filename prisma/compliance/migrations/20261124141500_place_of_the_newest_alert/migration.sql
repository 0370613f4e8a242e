-- The place of the newest entry of the feed: a number, whomever the entry is meant for. A list that was read in the same snapshot
-- holds everything up to it, so a subscriber can start from there although nothing in the list is its own.
create function "newest_alert_place"() returns bigint
language sql stable security definer set search_path = compliance, public as $$
  select coalesce(max(sequence), 0) from alert_feed
$$;
create policy "places" on "alert_feed" for select to compliance_migrator using (true);
revoke all on function "newest_alert_place"() from public;
grant execute on function "newest_alert_place"() to compliance_app;
