"""Every address; functions where it has a parameter."""

HOME = "/"
WELCOME = "/welcome"
MODE = "/welcome/mode"
LOGIN = "/login"
DATA = "/data"
IMPORT = "/data/import"
INDICATORS = "/indicators"
STRATEGIES = "/strategies"
BUILDER = "/builder"
BACKTESTS = "/backtests"
NEW_BACKTEST = "/backtests/new"
TASKS = "/tasks"
SCHEDULES = "/tasks/schedules"
PEOPLE = "/people"
ACCOUNT = "/account"
PREFERENCES = "/preferences"
JOIN = "/join"
RESET = "/reset"
HELP = "/help"
TRASH = "/trash"
SCRATCHPAD = "/scratchpad"


def dataset(dataset_id: str) -> str:
    """The candles of one dataset."""
    return f"{DATA}/{dataset_id}"


def versions(dataset_id: str) -> str:
    """The versions of one dataset, what changed between them, and who uses it."""
    return f"{DATA}/{dataset_id}/versions"


def indicator(code: str) -> str:
    """One indicator with its preview."""
    return f"{INDICATORS}/{code}"


def new_strategy(template: str) -> str:
    """The form that makes a strategy of a template."""
    return f"{STRATEGIES}/new/{template}"


def strategy(strategy_id: str) -> str:
    """One strategy: its parameters and its code."""
    return f"{STRATEGIES}/{strategy_id}"


def drawing(draft_id: str) -> str:
    """One drawing on the builder's canvas."""
    return f"{BUILDER}/{draft_id}"


def backtest(backtest_id: str) -> str:
    """One backtest: its progress, then its report."""
    return f"{BACKTESTS}/{backtest_id}"


def task(task_id: str) -> str:
    """One piece of background work: its history, log and attempts."""
    return f"{TASKS}/{task_id}"


def help_topic(topic: str) -> str:
    """One topic of the manual."""
    return f"{HELP}/{topic}"
