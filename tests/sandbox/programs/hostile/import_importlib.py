# expect: rejected
import importlib
