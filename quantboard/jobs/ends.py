"""How a child ended without an answer, in words: the limit that ended it, or the signal."""

import signal

from quantboard.services.leases import Claim


def of_time(held: Claim) -> dict[str, str]:
    """The time limit."""
    return {
        "code": "task.timed_out",
        "message": f"The job was stopped after {held.time_limit_s} s, its time limit.",
        "hint": "Choose fewer symbols or a shorter period, or have QUANTBOARD_JOB_TIME_LIMIT_S raised.",
    }


def of_memory(memory_mb: int) -> dict[str, str]:
    """The memory limit."""
    return {
        "code": "task.memory",
        "message": f"The job needed more than its limit of {memory_mb} MB.",
        "hint": "Choose fewer symbols or a shorter period, or have QUANTBOARD_JOB_MEMORY_MB raised.",
    }


def of_exit(code: int | None) -> dict[str, str]:
    """The exit code of a child that gave no answer."""
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        if -code == signal.SIGKILL:
            return {
                "code": "task.killed",
                "message": "The system ended the job (exit code −9, SIGKILL), most likely for lack of memory.",
                "hint": "Choose fewer symbols or a shorter period, or run it on a machine with more memory.",
            }
        return {
            "code": "task.crashed",
            "message": f"The job crashed (exit code −{-code}, {name}).",
            "hint": "This is a fault of ours or of a library; please report it with the input that caused it.",
        }
    return {
        "code": "task.crashed",
        "message": f"The job ended without an answer (exit code {code}).",
        "hint": "See the worker's log.",
    }
