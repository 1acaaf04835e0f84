-- One row per region and month, as the export reports it: the mart of a monthly export that only
-- renames columns, and what its identities are held against. The names in braces are the contract's.
select
    region_code,
    month,
    {columns}
from facts_{export}
