"""What all entries of a rota file share: they are frozen, know their keys, and know where they stand."""

from pydantic import BaseModel, ConfigDict

from reconciler.config.fields import WhereField
from reconciler.errors import Where


class Entry(BaseModel):
    """Base of every mapping in the file: frozen, no unknown keys, knows its place."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    where: WhereField = Where("rota.yaml", 1)

    def _content(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "where"}

    def __eq__(self, other: object) -> bool:
        """Two entries are the same if they say the same, wherever they stand."""
        if not isinstance(other, Entry) or type(self) is not type(other):
            return NotImplemented
        return self._content() == other._content()

    def __hash__(self) -> int:
        parts = self._content().values()
        return hash(tuple(frozenset(part.items()) if isinstance(part, dict) else part for part in parts))
