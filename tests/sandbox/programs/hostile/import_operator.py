# expect: rejected
from operator import attrgetter
