"""Every reachable state of a law, and whether anybody's silence can leave a petitioner without
an answer.

    explore(law) -> Report

goes breadth first through `lifecycle.act` over the *shapes* of a case (`shapes`), tries every deed
by everybody who might do it (`moves`, `search`), and proves four properties, or shows a shortest
way to a state where one does not hold (`proof`):

1. every reachable state can reach an end, with all limits used up, and without counting on the
   petitioner's giving up or on another case to merge into;
2. in every open state somebody owns the next step and can take it, and a clock runs; where it is
   the petitioner's turn, a silence rule ends the waiting;
3. no deed that nobody may do, no phase that cannot be entered, no gate that cannot be passed, no
   clock that never starts;
4. if everybody keeps silent, each ladder is climbed to its top, and somebody above hears of it
   (`silence`).

The system is trusted with strikes only: that it may sign when old letters are imported does not
make a law whole in which nobody else can.
"""

from huiyin.rules.explore.proof import prove
from huiyin.rules.explore.report import Counterexample, Property, Report, Step
from huiyin.rules.explore.search import Graph, Progress
from huiyin.rules.explore.shapes import Lens
from huiyin.rules.law import Law

__all__ = ["Counterexample", "Property", "Report", "Step", "explore"]


def explore(law: Law, *, progress: Progress | None = None) -> Report:
    """Explore the law and prove it; `progress(seen, waiting)` is called now and then."""
    graph = Graph(Lens(law))
    graph.explore(progress)
    return Report(
        regime=law.regime.id,
        states=len(graph.nodes),
        transitions=graph.transitions,
        counterexamples=tuple(prove(graph)),
    )
