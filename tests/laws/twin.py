"""The same world at the same moment, in which nothing goes wrong: what a disturbed apply must end like."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reconciler.sandbox import Store
from tests.laws.means import Remembering
from tests.workflow.stories import state
from tests.world import Data, World


@dataclass(frozen=True)
class Twin:
    """A world before an apply, kept as bytes."""

    text: str
    now: datetime
    image: bytes
    ledger: bytes

    @classmethod
    def of(cls, found: World) -> "Twin":
        """The world as it is at this moment."""
        ledger = found.folder / "ledger.jsonl"
        return cls(
            found.text, found.now, found.store.image(), ledger.read_bytes() if ledger.exists() else b""
        )

    def undisturbed(self, accept: tuple[str, ...], later: datetime) -> Data:
        """What PagerDuty would hold at a later moment, had all gone well now and been run again then."""
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "ledger.jsonl").write_bytes(self.ledger)
            store = Store.of_image(self.image)
            try:
                made = Remembering(self.text, self.now, Path(folder), store=store, filled=True)
                made.apply(accept)
                made.now = later
                made.apply(accept)
                return state(made)
            finally:
                store.close()
