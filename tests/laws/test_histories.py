"""Random histories: after each apply that succeeds every law holds, whatever went before."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reconciler.sandbox import Store
from reconciler.state import Kind
from tests.laws.edits import EDITS
from tests.laws.history import History, Step
from tests.laws.means import TROUBLES, Remembering, sound
from tests.laws.seasons import SEASONS, Beginning, beginnings

pytestmark = pytest.mark.proof

small, large = st.integers(0, 30), st.integers(0, 1000)
OTHERS = ("hand", "hand", "unhand", "relayer", "forget", "move", "move", "move")
applies = st.builds(
    Step,
    st.sampled_from(("apply", "apply", "broken")),
    st.integers(0, TROUBLES - 1),
    st.integers(1, 6),
    st.integers(0, 14),
)
steps = st.one_of(
    st.builds(Step, st.sampled_from(tuple(EDITS)), small, large, large),
    st.builds(Step, st.sampled_from(OTHERS), small, large, large),
    applies,
)


@pytest.mark.parametrize("kind", ["layers", "shifts"])
@pytest.mark.parametrize("season", SEASONS)
def test_the_laws_hold_through_any_history(season: str, kind: Kind, ran: list[int]) -> None:
    """Laws 1, 3, 6 and 9, and nobody is left alone at any instant of an apply."""

    @settings(settings.get_profile(f"histories of {kind}"))
    @given(beginnings(season, kind), st.lists(steps, min_size=3, max_size=10))
    def live(beginning: Beginning, story: list[Step]) -> None:
        assume(sound(json.dumps(beginning.document()), beginning.now))
        with tempfile.TemporaryDirectory() as folder:
            store = Store(seed=7)
            try:
                history = History(
                    Remembering(json.dumps(beginning.document()), beginning.now, Path(folder), store=store)
                )
                history.live(story)
            finally:
                store.close()
            ran.append(history.applies)

    live()
