"""Questions in SMT-LIB to a solver in a process of its own, within limits of work and memory.

Knows nothing else of Hardmate: text goes in, an answer comes out.
"""

from hardmate.solver.answer import Answer, Status
from hardmate.solver.process import ENGINES, MOST_WORK, WORK, MissingEngineError, Session, Solver, Spent, installed

__all__ = [
    "ENGINES",
    "MOST_WORK",
    "WORK",
    "Answer",
    "MissingEngineError",
    "Session",
    "Solver",
    "Spent",
    "Status",
    "installed",
]
