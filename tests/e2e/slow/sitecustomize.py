"""On the path of a program, it makes the bar loop look up after every few bars: then a browser can catch a run."""

import importlib.abc
import importlib.util
import sys

NAME, CELLS = "quantboard.core.backtest.engine", 1


class Slowing(importlib.abc.MetaPathFinder):
    """Finds the engine as others do, and changes its chunks once it is loaded."""

    def find_spec(self, name, path=None, target=None):
        if name != NAME:
            return None
        sys.meta_path.remove(self)
        found = importlib.util.find_spec(name)
        load = found.loader.exec_module

        def loaded(module):
            load(module)
            module.CELLS_A_CHUNK = CELLS

        found.loader.exec_module = loaded
        return found


sys.meta_path.insert(0, Slowing())
