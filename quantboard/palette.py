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
)
