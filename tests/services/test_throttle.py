from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from instance import PASSWORD

from quantboard.db.base import now
from quantboard.db.session import session, writing
from quantboard.db.sign_ins import SignInFailure
from quantboard.services import accounts, throttle


def fail(n, name="ann", address="192.0.2.1"):
    for _ in range(n):
        throttle.begin(name, address)


def is_stopped(name="ann", address="192.0.2.1"):
    try:
        throttle.begin(name, address)
    except throttle.TooManyTries:
        return True
    return False


def test_five_failures_stop_one_name_from_one_address(instance):
    fail(5)
    assert is_stopped()
    assert not is_stopped("bob")
    assert not is_stopped(address="192.0.2.2")


def test_failures_are_kept_in_the_database_without_names(instance):
    fail(5, "somebody")
    with session() as asking:
        kept = asking.scalars(sa.select(SignInFailure)).all()
    assert len(kept) == 15
    assert "somebody" not in repr([one.model_dump() for one in kept])


def test_success_forgets_and_time_heals(instance):
    fail(4)
    throttle.passed(throttle.begin("ann", "192.0.2.1"))
    fail(4)
    assert not is_stopped()
    assert is_stopped()
    with writing() as w:
        w.execute(sa.update(SignInFailure).values(at=now() - timedelta(minutes=6)))
    assert not is_stopped()
    with writing() as w:
        w.execute(sa.update(SignInFailure).values(at=now() - throttle.LONGEST - timedelta(seconds=1)))
        throttle.forget_old(w)
    with session() as asking:
        assert not asking.scalars(sa.select(SignInFailure)).all()


def test_a_right_password_does_not_clear_the_address(instance):
    for number in range(29):
        fail(1, f"name {number}")
    throttle.passed(throttle.begin("mine", "192.0.2.1"))
    fail(1, "one more")
    assert is_stopped("anybody")


def test_one_network_is_one_address(instance):
    fail(5, address="2001:db8:1:2::1")
    assert is_stopped(address="2001:db8:1:2:ffff::9")
    assert not is_stopped(address="2001:db8:1:3::1")


def test_a_name_tried_from_everywhere_stops_except_where_its_person_is_known(ann):
    accounts.sign_in("Ann", PASSWORD, "198.51.100.7")
    for number in range(50):
        fail(1, "ann", f"203.0.113.{number}")
    assert is_stopped("ann", "203.0.113.99")
    assert accounts.sign_in("Ann", PASSWORD, "198.51.100.7")
    throttle.forget("ann")
    assert not is_stopped("ann", "203.0.113.99")


def test_tries_at_once_count_each(instance):
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: is_stopped(), range(12)))
    assert outcomes.count(False) == 5


def test_the_wait_is_told(instance):
    fail(5)
    with pytest.raises(throttle.TooManyTries) as caught:
        throttle.begin("ann", "192.0.2.1")
    assert 295 <= int(caught.value.hint.split()[3]) <= 301
