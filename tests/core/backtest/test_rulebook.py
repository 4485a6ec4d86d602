"""The rules of the engine, sections 1 to 4, and the tests of a few hand-written bars that hold each of them."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
TIME, BAR, ORDERS, LIMITS = (f"hand/test_{name}.py" for name in ("time", "inside_bar", "orders", "limits"))
PLAIN, MARKET = "test_kernels.py", "test_market_rules.py"
TRIGGER, PROTECT, LEDGER = "orders/test_kernels.py", "protection/test_kernels.py", "ledger/test_kernels.py"
WEIGHTS = "../strategy/test_weights.py"

RULES: dict[str, tuple[str, ...]] = {
    # 1 time
    "first bar": (f"{TIME}:a_signal_on_the_first_bar_fills_on_the_second", f"{TIME}:one_bar_is_a_run_without_orders"),
    "last bar": (f"{PLAIN}:a_signal_on_the_last_bar_never_fills", f"{TIME}:after_the_period_nothing_is_seen"),
    "period": (
        f"{TIME}:before_the_period_nothing_is_decided_and_the_account_begins_with_its_cash",
        f"{PLAIN}:the_account_starts_on_the_first_bar_of_the_period",
    ),
    "warm-up": (f"{TIME}:decisions_of_the_warm_up_do_not_trade_and_the_first_after_it_does",),
    "fill at the next open": (f"{PLAIN}:fills_at_the_next_open",),
    "fill at the next close": (
        f"{PLAIN}:fills_at_the_next_close",
        f"{TIME}:the_stop_of_a_fill_at_the_next_close_starts_on_the_bar_after",
        f"{TIME}:a_fill_at_the_close_comes_after_the_stops_of_its_bar",
        f"{TIME}:a_fill_at_the_close_is_marked_on_its_bar",
    ),
    "fill at the deciding close, flagged": (
        f"{PLAIN}:fills_at_the_same_close_and_says_so",
        f"{TIME}:the_stop_of_a_fill_at_the_same_close_starts_on_the_bar_after",
    ),
    "no bar, no fill": (
        f"{TIME}:an_order_waits_through_a_halt_and_its_late_fill_is_counted",
        f"{TIME}:signals_of_a_halted_bar_are_not_read",
        f"{PLAIN}:an_order_waits_for_the_next_bar_and_equity_keeps_the_last_close",
    ),
    "a newer decision replaces": (
        f"{TIME}:a_newer_order_replaces_the_one_that_waits",
        f"{PLAIN}:a_newer_target_weight_replaces_the_waiting_one",
        f"{TIME}:a_weight_decided_during_a_halt_fills_after_it",
    ),
    "delisting": (
        f"{MARKET}:a_symbol_that_disappears_is_closed_at_its_last_close",
        f"{TIME}:no_entry_on_the_last_bar_of_a_symbol",
        f"{TIME}:a_stop_on_the_last_bar_comes_before_the_end_of_the_symbol",
        f"{TIME}:a_symbol_that_disappears_before_a_waiting_order_takes_it_along",
        f"{TIME}:a_short_in_a_symbol_that_disappears_is_covered",
    ),
    # 2 inside the bar
    "closes before entries, whatever the column": (
        f"{BAR}:reductions_pay_for_the_increases_of_the_same_open_whatever_the_column",
        f"{PLAIN}:proceeds_of_an_open_are_spent_at_once",
    ),
    "a pending exit before the stop": (f"{PLAIN}:a_pending_exit_beats_the_stop_of_its_bar",),
    "stop at its level, touched, gapped": (
        f"{PLAIN}:stop_at_its_level_worsened_by_slippage",
        f"{BAR}:a_level_that_is_just_touched_is_hit",
        f"{PLAIN}:stop_gapped_through_fills_at_the_open",
        f"{BAR}:a_short_gaps_through_its_stop",
    ),
    "target at its level or better, no slippage": (
        f"{PLAIN}:target_at_its_level_or_better_without_slippage",
        f"{BAR}:a_short_reaches_its_target_at_its_level_and_gaps_beyond_it",
        f"{BAR}:slippage_worsens_the_stop_of_a_short_but_not_its_target",
    ),
    "levels from the average entry price": (f"{BAR}:levels_move_with_the_average_price",),
    "levels of the run, of the strategy, none": (
        f"{PLAIN}:levels_of_the_run_replace_those_of_the_strategy_one_by_one",
        f"{BAR}:no_levels_no_exits",
    ),
    "stops from the entry bar or the next": (f"{PLAIN}:stops_from_the_entry_bar_or_the_next",),
    "both in one bar: pessimistic, optimistic, adaptive": (
        f"{PLAIN}:both_reachable_is_the_stop_even_when_the_bar_opened_beyond_the_target",
        f"{PROTECT}:which_of_both_comes_first",
        f"{PROTECT}:a_tie_of_distances_is_the_stop",
        f"{BAR}:both_levels_of_a_short_in_one_bar",
        f"{BAR}:a_bar_that_opened_beyond_the_target_is_nearest_to_it",
        f"{BAR}:ambiguous_bars_are_counted",
    ),
    "trailing": (
        f"{PROTECT}:a_trailing_stop_follows_the_best_close_of_the_bars_before",
        f"{PROTECT}:a_short_trails_the_lowest_close",
        f"{PROTECT}:the_nearer_of_stop_and_trailing_stop_wins",
        f"{BAR}:a_gap_through_a_trailing_stop_fills_at_the_open",
        f"{BAR}:a_trailing_stop_never_falls_back",
    ),
    "stops by range, money and mean": (
        f"{PROTECT}:a_stop_at_a_multiple_of_the_range_when_decided",
        f"{PROTECT}:a_stop_at_an_amount_of_money",
        f"{PROTECT}:a_stop_at_a_mean_counts_once_the_price_was_beyond_it",
    ),
    "time exits": (
        f"{PROTECT}:time_exits_at_the_open_of_the_kth_bar_and_needs_a_fresh_signal",
        f"{BAR}:a_time_exit_counts_the_symbols_bars",
        f"{BAR}:an_exit_that_is_due_comes_before_the_time_exit",
        f"{BAR}:a_time_exit_frees_its_cash_for_the_entries_of_that_open",
    ),
    "limit and stop entries": (
        f"{TRIGGER}:a_buying_limit_waits_for_its_price_and_pays_no_slippage",
        f"{TRIGGER}:an_open_beyond_the_limit_is_taken",
        f"{TRIGGER}:a_buying_stop_is_worsened_by_slippage",
        f"{TRIGGER}:selling_orders_are_mirrored",
        f"{TRIGGER}:an_order_that_lapses_is_listed",
        f"{TRIGGER}:an_exit_signal_cancels_a_waiting_entry",
        f"{ORDERS}:a_limit_waits_until_cancelled_by_its_opposite",
        f"{ORDERS}:a_limit_fill_is_sized_by_its_own_price",
    ),
    "exits after an entry inside the bar": (
        f"{BAR}:the_open_before_an_entry_inside_the_bar_is_no_price_of_its_exits",
        f"{BAR}:what_must_come_after_an_entry_inside_the_bar_counts",
        f"{BAR}:entries_of_shorts_inside_the_bar_are_mirrored",
        f"{BAR}:an_entry_at_an_open_beyond_its_price_is_guarded_as_any_other",
    ),
    "mark to market": (f"{BAR}:shorts_count_negative_and_a_halted_symbol_at_its_last_close",),
    "funding": (f"{BAR}:funding_is_paid_by_longs_to_shorts_on_the_bars_that_have_it",),
    "short borrow and interest": (
        f"{LIMITS}:a_short_pays_for_its_borrowing_bar_by_bar",
        f"{LIMITS}:interest_on_free_cash_only",
        f"{MARKET}:borrowing_and_interest_are_charged_a_bar_at_a_time",
        f"{MARKET}:borrowed_cash_costs_the_borrowing_rate",
    ),
    "decision from what is left": (f"{BAR}:the_decision_is_made_from_the_position_that_is_left",),
    # 3 orders and cash
    "levels while flat": (
        f"{PLAIN}:entry_with_exit_does_nothing_while_flat",
        f"{ORDERS}:short_entry_with_short_exit_does_nothing_while_flat",
        f"{PLAIN}:both_sides_at_once_do_nothing_and_are_counted",
    ),
    "reversal": (
        f"{PLAIN}:reversal_closes_and_opens_at_the_same_fill",
        f"{ORDERS}:a_short_is_reversed_by_an_entry_with_both_costs",
        f"{ORDERS}:an_exit_together_with_the_other_sides_entry_reverses",
        f"{ORDERS}:the_other_sides_exit_means_nothing_to_a_position",
    ),
    "shorts only where allowed": (f"{PLAIN}:shorts_only_where_allowed",),
    "a fresh signal after a protective exit": (
        f"{PLAIN}:after_a_stop_only_a_fresh_signal_opens_again",
        f"{ORDERS}:after_a_target_or_a_trailing_stop_only_a_fresh_signal_opens",
        f"{ORDERS}:fresh_is_told_by_the_symbols_own_bar_before",
        f"{ORDERS}:after_the_stop_of_one_side_the_other_is_free",
        f"{PLAIN}:after_a_signalled_exit_a_lasting_level_opens_again",
    ),
    "pyramiding": (
        f"{MARKET}:pyramiding_adds_like_the_first",
        f"{ORDERS}:pyramiding_sizes_each_entry_like_the_first_and_stops_at_its_number",
        f"{PLAIN}:entry_is_ignored_while_long",
    ),
    "fixed": (
        f"{PLAIN}:fixed_is_first_come_and_rejected_whole",
        f"{ORDERS}:a_fixed_short_needs_its_value_and_its_fees",
    ),
    "percent": (
        f"{PLAIN}:percent_counts_fees_and_what_is_held",
        f"{PLAIN}:percent_of_equity_while_half_is_invested",
        f"{PLAIN}:entries_beyond_the_cash_shrink_together",
        f"{PLAIN}:unset_size_is_an_equal_part_for_each_symbol",
        f"{LEDGER}:percent_spends_its_part_with_every_fee",
    ),
    "equity and power at the fill": (
        f"{ORDERS}:equity_counts_a_halted_position_at_its_last_close",
        f"{ORDERS}:equity_counts_what_is_held_at_the_open_or_at_the_close_of_the_fill",
        f"{ORDERS}:buying_power_with_leverage_counts_what_is_held",
        f"{PLAIN}:short_proceeds_are_not_spent_twice",
    ),
    "sizes of the strategy, of volatility, equal": (
        f"{PLAIN}:sizes_of_the_strategy",
        f"{ORDERS}:a_size_of_nan_or_nothing_is_refused",
        f"{MARKET}:size_by_volatility",
        f"{MARKET}:equal_parts_over_live_signals",
        f"{ORDERS}:equal_parts_share_the_leverage_among_live_signals",
    ),
    "whole units and lots": (
        f"{PLAIN}:whole_units_floor_and_reject_nothing_left",
        f"{MARKET}:lots_are_floored_and_an_odd_rest_may_be_sold_whole",
        f"{ORDERS}:whole_units_of_a_target",
        f"{LIMITS}:part_of_a_lot_is_not_bought_when_the_volume_is_short",
    ),
    "cash too small": (
        f"{ORDERS}:cash_too_small_for_the_least_fee_buys_nothing",
        f"{ORDERS}:no_cash_left_is_refused",
        f"{ORDERS}:a_price_of_zero_is_refused",
    ),
    "target weights": (
        f"{PLAIN}:weights_sell_first_and_shrink_buys_together",
        f"{ORDERS}:target_units_are_of_the_equity_at_the_opens_before_any_order",
        f"{PLAIN}:weight_zero_is_exactly_none_and_partial_exits_are_trades",
        f"{ORDERS}:a_weight_turns_a_position_in_two_fills",
        f"{PLAIN}:negative_weights_where_short_is_allowed",
    ),
    "NaN rows and single NaN of weights": (
        f"{ORDERS}:a_single_nan_leaves_its_symbol",
        f"{WEIGHTS}:month_end_keeps_the_rows_whose_next_bar_lies_in_another_month_never_the_last",
        f"{WEIGHTS}:each_rhythm_acts_on_its_last_bars",
    ),
    "weights beyond the account": (
        f"{WEIGHTS}:a_row_beyond_the_account_names_its_bar",
        f"{WEIGHTS}:a_negative_weight_needs_short",
        f"{MARKET}:weights_up_to_the_leverage",
    ),
    "cash rule": (f"{MARKET}:sequential_cash_buys_the_smallest_first",),
    "no-trade band": (
        f"{MARKET}:small_moves_stay_inside_the_no_trade_band",
        f"{ORDERS}:a_position_is_closed_whole_though_the_band_and_the_lot_are_larger",
    ),
    "a stopped symbol is bought again": (f"{PLAIN}:a_symbol_that_a_stop_closed_is_bought_again_at_the_next_row",),
    "commission": (
        f"{PLAIN}:costs_are_charged_in_cash_on_both_sides",
        f"{LEDGER}:fees_per_share_with_a_minimum_and_per_order",
        f"{LIMITS}:the_rate_of_a_tier_holds_for_the_whole_order",
        f"{LIMITS}:per_order_and_minimum_are_paid_by_each_half_of_a_reversal",
    ),
    "stamp duty": (
        f"{PLAIN}:a_short_sale_pays_stamp_duty_and_its_cover_does_not",
        f"{LIMITS}:stamp_duty_on_every_sale_and_on_no_purchase",
    ),
    "slippage": (
        f"{LEDGER}:half_the_spread_and_the_impact_worsen_a_fill",
        f"{LIMITS}:impact_is_a_share_of_the_bars_volume",
        f"{LIMITS}:slippage_by_volatility_is_that_of_the_twenty_returns_before",
    ),
    "price limits": (
        f"{MARKET}:no_purchase_at_the_upper_limit_and_the_order_is_gone",
        f"{MARKET}:a_sale_at_the_lower_limit_waits_for_the_next_bar",
        f"{MARKET}:the_limit_counts_to_half_a_tick",
        f"{MARKET}:bands_of_single_symbols",
        f"{MARKET}:a_stop_that_meets_the_lower_limit_sells_at_the_next_open",
        f"{LIMITS}:a_short_sale_at_the_lower_limit_is_refused_and_its_cover_at_the_upper_waits",
        f"{LIMITS}:the_band_is_around_the_close_before_even_across_a_halt",
        f"{LIMITS}:a_weight_at_the_limit_is_gone_but_a_sale_waits",
    ),
    "T+1": (
        f"{MARKET}:what_was_bought_today_is_sold_tomorrow",
        f"{MARKET}:only_yesterdays_units_can_be_sold",
        f"{TIME}:what_was_bought_in_a_session_is_sold_in_the_next",
        f"{TIME}:a_session_ends_at_midnight_of_the_datas_zone",
        f"{LIMITS}:t_plus_1_lets_a_short_be_covered_at_once",
    ),
    "share of the volume, least volume": (
        f"{MARKET}:the_rest_of_an_order_waits_for_the_next_bars_volume",
        f"{MARKET}:or_is_dropped",
        f"{MARKET}:an_exit_signal_cancels_the_rest_of_an_entry",
        f"{MARKET}:no_trade_on_thin_bars",
        f"{LIMITS}:volume_is_shared_by_the_halves_of_a_reversal",
        f"{LIMITS}:a_stop_sells_what_the_volume_lets_it_and_the_rest_at_the_next_open",
        f"{LIMITS}:the_rest_of_an_entry_is_cut_to_the_cash_that_is_left",
        f"{LIMITS}:the_rest_of_an_entry_that_nothing_is_left_for_is_dropped",
    ),
    "greatest weight, most holdings": (
        f"{MARKET}:no_position_above_the_greatest_weight",
        f"{MARKET}:the_strongest_signals_take_the_places",
        f"{MARKET}:the_greatest_weights_take_the_places",
        f"{LIMITS}:places_that_are_held_are_not_given_again",
        f"{LIMITS}:a_place_freed_at_an_open_is_given_at_that_open",
    ),
    "leverage and margin call": (
        f"{MARKET}:leverage_lends_and_a_broken_margin_closes_all",
        f"{LIMITS}:a_margin_call_forgets_what_waits_and_the_account_goes_on",
        f"{LIMITS}:a_halted_position_is_liquidated_on_its_next_bar",
    ),
    "a lost account": (
        f"{PLAIN}:equity_below_zero_ends_the_run_at_the_next_open",
        f"{LIMITS}:a_lost_account_never_trades_again",
    ),
    "end of data": (
        f"{LIMITS}:positions_stay_open_at_the_end_and_are_marked",
        f"{PLAIN}:open_trades_are_marked_at_the_last_close",
        f"{MARKET}:a_run_that_wants_to_end_flat",
    ),
    # 4 trades
    "average cost": (
        "test_trades.py:average_cost_and_fees_pro_rata",
        f"{LEDGER}:average_price_and_fees_of_a_growing_position",
        f"{LIMITS}:a_partial_exit_is_a_trade_with_its_part_of_the_entry_fees",
        f"{LIMITS}:entry_time_is_the_first_fill_since_flat_and_the_price_the_average",
    ),
    "first in, first out": (
        "test_matching.py:the_oldest_units_are_sold_first",
        f"{LIMITS}:first_in_first_out_ends_the_older_lot_with_its_own_days_and_fees",
    ),
    "net profit and return": (f"{LIMITS}:gain_is_net_profit_on_the_entry_value",),
    "excursions": (
        f"{PLAIN}:excursions_stop_before_the_exit_bar_but_count_its_price",
        f"{BAR}:excursions_of_a_trade_that_ends_on_its_entry_bar_are_its_exit",
        f"{LIMITS}:excursions_of_a_short_are_mirrored",
    ),
}


def names_in(name: str) -> set[str]:
    tree = ast.parse((HERE / name).resolve().read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_held_by_tests_that_exist(rule: str) -> None:
    for place in RULES[rule]:
        file, test = place.split(":")
        assert f"test_{test}" in names_in(file), place


def test_hand_written_bars_belong_to_a_rule() -> None:
    named = {place for places in RULES.values() for place in places}
    for file in (TIME, BAR, ORDERS, LIMITS):
        for test in sorted(names_in(file)):
            if test.startswith("test_"):
                assert f"{file}:{test.removeprefix('test_')}" in named
