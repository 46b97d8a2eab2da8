"""What every test shares: in CI the property tests draw the same examples every time, at home new ones.

How long an example takes decides nothing, in either place: a slow machine is no fault.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("home", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("home"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")
