import pytest

from quantboard.services import guides, onboarding
from quantboard.services.guides import DONE, GUIDES, OPEN, SKIPPED


def state(actor, key):
    found = guides.guide(actor, key)
    return found.state, found.step


def test_all_are_open_at_first(instance, ann):
    assert [(one.key, one.state, one.step) for one in guides.guides(ann)] == [(key, OPEN, 0) for key in GUIDES]


def test_a_guide_is_taken_up_where_it_was_left(instance, ann, bob):
    guides.turn_to(ann, "report", 3)
    assert state(ann, "report") == (OPEN, 3)
    assert state(bob, "report") == (OPEN, 0)


def test_done_or_skipped_but_never_both_and_never_twice(instance, ann):
    guides.finish(ann, "import")
    guides.finish(ann, "import")
    guides.finish(ann, "api")
    assert guides.n_done(guides.guides(ann)) == 2
    guides.skip(ann, "import")
    assert state(ann, "import")[0] == SKIPPED
    assert guides.n_done(guides.guides(ann)) == 1


def test_marks_can_be_taken_back(instance, ann):
    guides.finish(ann, "share")
    guides.unmark(ann, "share")
    assert state(ann, "share") == (OPEN, 0)
    guides.skip(ann, "share")
    guides.turn_to(ann, "share", 1)
    assert state(ann, "share") == (OPEN, 1)


def test_the_checklist_and_the_guides_keep_their_marks_side_by_side(instance, ann):
    onboarding.skip(ann, "data")
    guides.finish(ann, "first")
    onboarding.close(ann)
    assert state(ann, "first") == (DONE, GUIDES["first"])
    assert onboarding.overview_of(ann).steps[0].is_skipped


@pytest.mark.parametrize("step", [0, 99, -1])
def test_a_step_that_is_not_there_is_refused(instance, ann, step):
    with pytest.raises(guides.NoSuchGuide):
        guides.turn_to(ann, "first", step)


def test_an_unknown_guide_is_refused(instance, ann):
    for deed in (guides.finish, guides.skip, guides.unmark, guides.guide):
        with pytest.raises(guides.NoSuchGuide):
            deed(ann, "astrology")


def test_nobody_has_anything_newest_at_first(instance, ann):
    assert guides.newest(ann) == {}
