# expect: rejected
import datetime
result = datetime.sys
