"""How the event loops of the web processes do: told by a probe that runs only when a measurement asks for it."""

from quantboard.queue import presence

SECONDS_KEPT = 900


def tell(process: int, pulse: list[tuple[float, float]]) -> None:
    """The worst delay in each of the last seconds, in milliseconds, each with the monotonic instant it ended at."""
    presence.say_pulse(process, [[round(at, 3), round(worst_ms, 2)] for at, worst_ms in pulse[-SECONDS_KEPT:]])


def worst_ms(begin: float, end: float) -> dict[int, float]:
    """The worst delay of each web process between two monotonic instants of this machine."""
    told = presence.pulses()
    return {
        process: max((worst for at, worst in pulse if begin <= at <= end), default=0.0)
        for process, pulse in told.items()
    }
