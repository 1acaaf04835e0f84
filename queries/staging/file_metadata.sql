-- One row per file and key of what its footer says of itself: the keys that are asked for, and those
-- whose text may name a unit (单位 or a word with 元, as text, escaped in JSON, or in the base64 of
-- Arrow's schema).
with said as (
    select
        file_name,
        key,
        value,
        concat_ws(
            ' ', key::varchar, value::varchar, try(from_base64(decode(value)))::varchar
        ) as shown
    from parquet_kv_metadata(:paths)
)

select
    file_name,
    key,
    value
from said
where
    key in (select unnest(:keys))
    or regexp_matches(shown, '(?i)unit|\\xE5\\x8D\\x95\\xE4\\xBD\\x8D|\\xE5\\x85\\x83|u5143|u5355')
