"""What the scratchpad knows and does."""

import json
from typing import Any

import reflex as rx

from quantboard.services import scratchpad, tasks
from quantboard.services.completions import completions
from quantboard.ui.call import call
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.phrases import spoken

WAITING = ("queued", "running")
EXAMPLES = {
    "returns": "import numpy as np\nimport pandas as pd\n\n"
    "prices = pd.Series([100, 102, 101, 105.0])\nreturns = prices.pct_change().dropna()\nprint(returns)\n"
    "result = returns.mean() / returns.std() * np.sqrt(252)\n",
    "indicator": "import numpy as np\n\nclose = 100 + np.cumsum(np.random.default_rng(1).normal(size=250))\n"
    "line, signal, histogram = macd(close, 12, 26, 9)\nresult = histogram\n",
    "factor": "import numpy as np\nimport pandas as pd\n\n"
    "rng = np.random.default_rng(2)\n"
    "prices = pd.DataFrame(100 * np.exp(rng.normal(0, 0.02, (300, 5)).cumsum(axis=0)))\n"
    "momentum = prices.shift(21) / prices.shift(252) - 1\nresult = momentum.rank(axis=1, pct=True).tail()\n",
}


class ScratchpadState(rx.State):
    """One program, and how its last run ended."""

    source: str = EXAMPLES["returns"]
    revision: int = 0
    outcome: str = ""
    result: str = ""
    printed: str = ""
    error: str = ""
    advice: str = ""
    seconds: str = ""
    memory: str = ""
    is_checked: bool = False
    diagnostics: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list)
    tables: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    _run_id: str = ""
    _task_id: str = ""

    @rx.var
    def is_waiting(self) -> bool:
        """Whether a run is on its way."""
        return self.outcome in WAITING

    @rx.event
    async def load(self) -> None:
        """When the page opens."""
        self.tables = dict(completions())

    @rx.event
    def change(self, source: str) -> None:
        """The text as it was typed."""
        self.source, self.is_checked = source, False

    @rx.event
    def take(self, example: str) -> None:
        """Begin from an example."""
        self.source, self.is_checked, self.diagnostics = EXAMPLES.get(example, self.source), False, []
        self.revision += 1

    @rx.event
    async def check(self) -> None:
        """Look at the text without running it."""
        checked = await call(scratchpad.check, await actor_of(self), self.source)
        await self._remark([one.as_dict() for one in checked.findings])
        self.is_checked = True

    @rx.event
    async def run(self) -> None:
        """Run it as a job."""
        actor = await actor_of(self)
        self._run_id = await call(scratchpad.submit, actor, scratchpad.Wish(self.source))
        self._task_id = (await call(scratchpad.view, actor, self._run_id)).task_id
        self.outcome, self.result, self.printed, self.error, self.advice = "queued", "", "", "", ""
        hub.watch(f"task:{self._task_id}", self.router.session.client_token, into(ScratchpadState))

    async def _take(self, message: dict[str, Any]) -> None:
        """Something happened to the run."""
        if message.get("task") == self._task_id:
            await self._look()

    @rx.event
    async def cancel(self) -> None:
        """Stop the run."""
        await call(tasks.cancel, await actor_of(self), self._task_id)
        await self._look()

    async def _look(self) -> None:
        """How the run stands now."""
        if not self._run_id:
            return
        view = await call(scratchpad.view, await actor_of(self), self._run_id)
        self.outcome = view.outcome
        if view.answer is not None:
            await self._show(view.answer)

    async def _show(self, ran: Any) -> None:
        language = await language_of(self)
        result = ran["result"]
        self.result = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, indent=1)
        self.printed = ran["stdout"]
        self.seconds, self.memory = f"{ran['elapsed_ms'] / 1000:.2f}", f"{ran['peak_mb']:.0f}"
        error = ran["error"]
        if error:
            named = f"{error['type']}: " if ran["outcome"] == "failed" and error["type"] else ""
            line = f"{error['line']}: " if error["line"] else ""
            self.error = line + named + spoken(error["message"], language)
            self.advice = spoken(error["suggestion"], language)
        await self._remark(ran["findings"])

    async def _remark(self, findings: list[dict[str, Any]]) -> None:
        language = await language_of(self)
        self.diagnostics = [
            {**one, "message": spoken(one["message"], language), "suggestion": spoken(one["suggestion"], language)}
            for one in findings
        ]
