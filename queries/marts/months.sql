-- One row per month that any monthly export reaches.
select distinct month from mart_reports
where month is not null
