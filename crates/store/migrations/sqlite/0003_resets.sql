-- Links by which people who forgot their password choose another one: of each code only the hash.

ALTER TABLE people ADD COLUMN reset_code BLOB;
ALTER TABLE people ADD COLUMN reset_until INTEGER;
