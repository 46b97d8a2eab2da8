"""The repository on loopback in which workflows are run, as the tests of our own workflows have it."""

from tests.ci.conftest import merged, project, switches

__all__ = ["merged", "project", "switches"]
