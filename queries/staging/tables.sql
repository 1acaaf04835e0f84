-- name: create_records#
-- What a build knows of itself: one row per file, refused value, outcome, finding, identity.
create table files (
    file_id uinteger,
    table_name varchar,
    path varchar,
    sha256 varchar,
    bytes bigint,
    rows_read bigint,
    writer varchar,
    demonstration boolean
);
create table refused (
    table_name varchar,
    file_id uinteger,
    row_number uinteger,
    region_code varchar,
    month varchar,
    row_key varchar,
    column_name varchar,
    value varchar,
    other_value varchar,
    reason varchar,
    message_zh varchar,
    message_en varchar,
    do_zh varchar,
    do_en varchar
);
create table corrections (
    table_name varchar,
    key varchar,
    file_id uinteger,
    row_number uinteger,
    old_file_id uinteger,
    old_row_number uinteger,
    column_name varchar,
    old_value varchar,
    new_value varchar
);
-- Rows that say the same as the one that is kept of their key: where both stand.
create table identical_rows (
    table_name varchar,
    region_code varchar,
    month date,
    file_id uinteger,
    row_number uinteger,
    kept_file_id uinteger,
    kept_row_number uinteger
);
create table row_counts (table_name varchar, outcome varchar, row_count bigint);
create table findings (
    grade varchar,
    reason varchar,
    table_name varchar,
    path varchar,
    row_number bigint,
    region_code varchar,
    month date,
    column_name varchar,
    value varchar,
    row_count bigint,
    message_zh varchar,
    message_en varchar
);
create table build_info (key varchar, value varchar);
create table identities (kind varchar, mart varchar, checked bigint, failed bigint);
-- Columns that a table's files don't have (has_header: or have, and hold nothing in them), and
-- registries that are complete for a region (null: for the smallest one that holds all rows of the
-- file).
create table absent_columns (
    table_name varchar,
    column_name varchar,
    file_id uinteger,
    has_header boolean
);
create table complete_registries (table_name varchar, file_id uinteger, region_code varchar);

-- name: create_reference#
-- The regions of today, the history of codes, and the units there are to cover. A region's code is
-- text: as an enum, which is kept in a tenth less, each query of a page took a tenth more, since the
-- planner compares the enum's 3,200 names again and again.
create table regions as
select
    code,
    name,
    short_name,
    level,
    parent,
    city,
    province,
    is_leaf::boolean as is_leaf,
    kind,
    sort_order::integer as sort_order,
    pinyin,
    initials,
    reports::boolean as reports
from read_csv(:regions, header = true, all_varchar = true);
create table region_changes as
select
    old_code,
    old_name,
    new_code,
    new_name,
    year::integer as year,
    month::integer as month,
    kind,
    share::double as share,
    how
from read_csv(:changes, header = true, all_varchar = true);
create table reference_units as
select
    unit_code,
    name,
    town_code,
    town_name,
    region_code,
    tier,
    kind
from read_parquet(:units);
