from quantboard.core.backtest.ledger import book as at


def test_growing_keeps_what_was_written() -> None:
    book = at.opened(5, 2, 1000.0, 4)
    book.fill_floats[at.FILL_PRICE, 3] = 7.0
    grown = at.grown(book)
    assert grown.fill_floats.shape == (at.N_FILL_FLOATS, 8)
    assert grown.fill_floats[at.FILL_PRICE, 3] == 7.0
    assert grown.state is book.state
    assert book.counts[at.RUIN_ROW] == -1
