"""How often a letter is tried, and when it is given up."""

from impactreview.notifications import rules


def test_the_pauses_grow_and_then_it_is_given_up() -> None:
    minutes = []
    for attempts in range(1, rules.ATTEMPTS):
        pause = rules.pause_after(attempts)
        assert pause is not None
        minutes.append(pause.total_seconds() / 60)
    assert minutes == [1, 5, 15, 60, 240, 240, 240]
    assert rules.pause_after(rules.ATTEMPTS) is None
    assert rules.pause_after(rules.ATTEMPTS + 1) is None
