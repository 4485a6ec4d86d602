"""Every colour by its meaning, light and dark. No other file spells a colour."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """One set of colours."""

    gain: str
    loss: str
    strategy: str
    benchmark: str
    drawdown: str
    fast: str
    slow: str
    volume: str
    text: str
    muted: str
    grid: str
    surface: str
    marker: str
    series1: str
    series2: str
    series3: str
    series4: str
    series5: str
    series6: str
    series7: str
    series8: str
    rest: str

    @property
    def series(self) -> tuple[str, ...]:
        """Colours for things that stand beside each other, told apart by people who see no red and green too."""
        return tuple(getattr(self, f"series{n}") for n in range(1, 9))


LIGHT = Palette(
    gain="#16825d",
    loss="#d13438",
    strategy="#3e63dd",
    benchmark="#8b8d98",
    drawdown="#e5484d",
    fast="#d97706",
    slow="#3e63dd",
    volume="#b9bbc6",
    text="#1c2024",
    muted="#60646c",
    grid="#e8e8ec",
    surface="#ffffff",
    marker="#7c3aed",
    series1="#3b5bdb",
    series2="#e8890c",
    series3="#0c9c8b",
    series4="#c2489b",
    series5="#6b8e23",
    series6="#2f9bd8",
    series7="#a35a2a",
    series8="#7d6bd9",
    rest="#c3c6cf",
)
DARK = Palette(
    gain="#3dd68c",
    loss="#ff6369",
    strategy="#849dff",
    benchmark="#8b8d98",
    drawdown="#ff6369",
    fast="#ffb224",
    slow="#849dff",
    volume="#43484e",
    text="#edeef0",
    muted="#b0b4ba",
    grid="#272a2d",
    surface="#18191b",
    marker="#baa7ff",
    series1="#7f95ff",
    series2="#f2a541",
    series3="#3ec7b4",
    series4="#e386c3",
    series5="#a5c95b",
    series6="#6cc1f2",
    series7="#cf8f62",
    series8="#b0a2ff",
    rest="#5a5f68",
)
