# expect: rejected
import ctypes
