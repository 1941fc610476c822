"""视野: what a kind of check looks at before it speaks, so that no more than that has to be at hand.

A kind says it as `REACH` in its module; one that says nothing may look at everything.
"""

from enum import Enum, auto


class Reach(Enum):
    """视野: PLACE: a place's own submissions of all years, and nobody else's, but how numbers grew in most schools.

    REGISTER: one register of all schools, whose findings follow from it alone. CELLS: the cells that the check names.
    """

    PLACE = auto()
    REGISTER = auto()
    CELLS = auto()
    WHOLE = auto()
