# result: 3
from __future__ import annotations
from typing import List, Optional

def total(values: List[float], cap: Optional[float] = None) -> float:
    return min(sum(values), cap) if cap else sum(values)

def main() -> None:
    global result
    result = total([1, 2])

if __name__ == "__main__":
    main()
