-- Checklists and items that wait until something is known of a case, such as a Breathing Space; items of one nation's law.
alter table "checklist" add column "attach_when" text[];
alter table "checklist_item" add column "jurisdictions" text[], add column "only_when" text[];
