# expect: denied
from dataclasses import dataclass
result = dataclass(int)
