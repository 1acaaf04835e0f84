-- One row per region of the rows, month, category and subcategory: the mart as it is read, its
-- categories as text. The names in braces come from the mart's contract.
select
    region_code,
    month,
    {category_text} as category,
    {subcategory_text} as subcategory,
    {measures}
from {rows}
