"""Every bound beyond which a build is held, in one place.

Each was tried on the demonstration: nothing of it holds there.
"""

# A table of which a larger share of the rows is refused is held.
REFUSED_SHARE = 0.05

# A target of an amount that differs by more than this factor from the region's value of the last
# year known holds the build, unless both are below TARGET_FLOOR. A year is known if this many
# months of it have reports, by the frequency of the amount.
TARGET_FACTOR = 100
TARGET_FLOOR = 10_000
TARGET_MONTHS = {"monthly": 6, "quarterly": 2, "yearly": 1}

# A registry, or a monthly table in the months that both builds have, that loses a larger share of
# its rows against the published build is held.
SHRINKING_SHARE = 0.1

# So is one of which a city that had so many rows is gone, however large the table.
GONE_ROWS = 10

# A measure whose total moves by more than this factor against the published build is held. Totals
# of less than MOVING_FLOOR in both builds are too small to tell.
MOVING_FACTOR = 10
MOVING_FLOOR = 100
# So is one of which a city's total moves so far, from this on: small ones come and go.
MOVING_FLOOR_OF_PARTS = 10_000

# A year's total that moves by a larger share of what it was is listed where builds are compared
# (build --check). It holds nothing.
LISTED_SHARE = 0.01

# Own rows of a region above the counties that equal what lies below it, all measures, in so many
# months are subtotals: if it is so in this share of the months that the region reports, and the
# natural logarithms of all those numbers add up to so much (small ones are often equal by chance:
# it takes two of 20, six of 3), or if in so many months they add up to the last bound (two of 60).
# Where a table has one month only, the last bound in that month will do. One month of several is
# enough where the rows of it add up to SUBTOTAL_SINGLE_EVIDENCE (three of 800, nine of 10). Less
# than one is no difference: sums of money may be written in whole yuan.
SUBTOTAL_MONTHS = 2
SUBTOTAL_SHARE = 0.8
SUBTOTAL_EVIDENCE = 6
SUBTOTAL_MONTH_EVIDENCE = 8
SUBTOTAL_SINGLE_EVIDENCE = 20
# Totals and parts of two deliveries differ a little: by less than this share, in so many months or
# more and SUBTOTAL_SHARE of all. A number shows no more than one of SUBTOTAL_NEAR_COUNT: the last
# bound takes three columns in three months, or nine of one.
SUBTOTAL_NEAR = 0.03
SUBTOTAL_NEAR_MONTHS = 3
SUBTOTAL_NEAR_COUNT = 20
SUBTOTAL_NEAR_EVIDENCE = 26

# A month (or year) that no more than this share of the regions of the fullest month reach, or one
# region alone, is reached by few.
FEW_SHARE = 0.05
# Such months at either end, behind a silence of so many months and longer than any between the
# others, hold a build. Where one region alone reports at all, the silence has to be this long, and
# the rows behind it no more than this share of those of its longest stretch.
LONELY_SILENCE = 3
LONELY_SILENCE_ALONE = 24
LONELY_ROWS_ALONE = 0.2

# A month of a province whose rows are on average so many times smaller or larger than in its
# other months is in another unit (万元 is 10,000 yuan), where the larger average is no trifle and
# the other months differ by no more than the last factor.
UNIT_FACTOR = 500
UNIT_FLOOR = 1_000
UNIT_STEADY = 30

# Of so many months of a year, or more, no larger share of the steps may fall in the regions of a
# city, and the last month must be so many times the first, for them to be sums since January.
# Numbers in no order rise in all regions by a chance of one in e to the power of the evidence: the
# ten months of one county reach 15.1.
CUMULATIVE_MONTHS = 6
CUMULATIVE_FALLS = 0.02
CUMULATIVE_GROWTH = 3
CUMULATIVE_EVIDENCE = 15
# Sums whose months begin late in the year grow less: by this share of what even months would give
# (July to December: twelve sevenths). The four quarters of a year take eight counties.
CUMULATIVE_LATE_GROWTH = 0.8
CUMULATIVE_QUARTERS = 4
CUMULATIVE_EVIDENCE_OF_QUARTERS = 25

# A month is the sum since January among single months where in so many regions of a city, and in
# this share of those looked at, it is at least what the months before it add up to and at most so
# many of the largest of them more. Looked at are regions with so many months before that are not
# zero, of which none is more than this share of their sum.
YEAR_SO_FAR_MONTHS = 5
YEAR_SO_FAR_REGIONS = 4
YEAR_SO_FAR_SHARE = 0.95
YEAR_SO_FAR_ROOM = 2
YEAR_SO_FAR_EVEN = 0.5

# A city's month whose rows are all those of another month is that month over again if the natural
# logarithms of its numbers add up to so much: eight counties with three numbers of 13. Where this
# share of a city's months are like others, it always reports the same.
REPEATED_EVIDENCE = 60
REPEATED_SHARE = 0.5

# Two regions have one region's rows if the natural logarithms of the numbers of the months looked
# at, the newest and one of each year, add up to so much, of months that differ from one another
# and have so much each: nine months of four rows with three numbers of 16. Months that add up to
# less than the floor are not looked at, nor regions that are alike in fewer months, unless what the
# month adds up to is large.
ALIKE_EVIDENCE = 300
ALIKE_MONTH_EVIDENCE = 15
ALIKE_FLOOR = 30
ALIKE_MONTHS = 2
ALIKE_LARGE = 100_000
ALIKE_NEWEST = 2

# Up to ZERO_MONTHS months of a city in which all numbers are zero hold the build if its counts add
# up to ZERO_MONTHS_FLOOR at least in every other month, and there are ZERO_MONTHS_OTHERS of those
# for each month of zeros. So do up to ZERO_MONTHS_NEWEST months if they are the newest ones (a form
# for the year, filled in in advance) and there are ZERO_MONTHS_OTHERS others in all.
ZERO_MONTHS = 2
ZERO_MONTHS_NEWEST = 12
ZERO_MONTHS_OTHERS = 11
ZERO_MONTHS_FLOOR = 20

# A city's year is remarked if GATHERED_OF_MONTHS months at least have rows, GATHERED_MONTHS at most
# have counts, these add up to GATHERED_FLOOR at least, and the median of all cities' years is
# GATHERED_OTHERS months with counts.
GATHERED_OF_MONTHS = 11
GATHERED_FLOOR = 100
GATHERED_MONTHS = 4
GATHERED_OTHERS = 8

# A stock of so many at least that falls below this share of the month before is remarked, and holds
# a table where it does so in so many regions of a city in one month.
STOCK_FLOOR = 10
STOCK_SHARE = 0.5
STOCK_REGIONS = 3

# What a year of a city has of a part is no more than so many times its whole: else their columns
# are swapped, or a rate stands where a count belongs. Guangdong's retired cadres had 1.52. Where
# a year's data begins after this month, what was set before is not in it, and it bears more. A part
# of fewer than RATE_PART persons or items shows nothing, nor do amounts that are both below
# RATE_MONEY. Less than the last share of a budget spent by this month of the year is money in
# another unit (万元 is 10,000 yuan): little is spent of a budget in January.
RATE_MOST = 3
RATE_FIRST_MONTH = 3
RATE_MOST_LATE = 100
RATE_PART = 1_000
RATE_MONEY = 1_000_000
RATE_LEAST_OF_MONEY = 0.001
RATE_SPENT_MONTH = 6

# Yuan that a year's recipients were given on average, of so many in a city. Guangdong's had 24,258
# in 2024, Guangzhou's 180 in 2023.
PER_HEAD_LEAST = 5
PER_HEAD_MOST = 200_000
PER_HEAD_PERSONS = 1_000

# A float of 32 bits does not hold every cent from the first of these on, nor every whole number
# beyond the second.
SINGLE_CENTS = 2**17
SINGLE_WHOLE = 2**24
# So it is with one of 16 bits.
HALF_CENTS = 2**4
HALF_WHOLE = 2**11

# A count of so many nines (999999) is a filler and holds a table; from the second bound on it may
# be one and is remarked.
FILLER_NINES = 6
FILLER_NINES_LOOKED_AT = 4

# A full delivery that leaves out a larger share of the rows of the one before hardly covers the
# same: the table is held.
LEFT_OUT_SHARE = 0.5

# Rows that a newer file says again under another region, month or category hold a table where the
# natural logarithms of their numbers add up to so much: one of three numbers of 15, two of 60.
MOVED_EVIDENCE = 8

# A zone whose rows an older file has was mapped to the county that a newer one raises by what the
# zone had, give or take this share.
REMAPPED_ZONE_SHARE = 0.2

# A corrected number is ten thousand times the older one, or a ten-thousandth, to within this share
# of a power of ten: about two per cent.
CORRECTED_UNIT_TOLERANCE = 0.01
