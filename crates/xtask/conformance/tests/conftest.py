"""Puts the suite's packages within reach of its own tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
