# expect: rejected
import typing
result = typing.sys
