"""Every bound beyond which a build is held, in one place.

Each was tried on the demonstration: nothing of it holds there.
"""

# A table of which a larger share of the rows is refused is held.
REFUSED_SHARE = 0.05

# A registry, or a monthly table in the months that both builds have, that loses a larger share of
# its rows against the published build is held.
SHRINKING_SHARE = 0.1

# A measure whose total moves by more than this factor against the published build is held. Totals
# of less than MOVING_FLOOR in both builds are too small to tell.
MOVING_FACTOR = 10
MOVING_FLOOR = 100
