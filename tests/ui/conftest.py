import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from instance import ann, blank, bob, instance, vic

__all__ = ["ann", "blank", "bob", "instance", "vic"]
