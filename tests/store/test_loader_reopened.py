"""Closings that a source no longer tells, tells again, or tells otherwise: when was a melding open?"""

from tests.deliveries import counts, instant, melding

OPEN, CLOSED = melding("a", "2026-03-02 10:00"), melding("a", "2026-03-02 10:00", "2026-03-05 10:00")
AS_OF = instant("2026-03-20 08:00")
CLOSED_AGAIN = melding("a", "2026-03-02 10:00", "2026-03-25 10:00")


def test_a_closing_no_longer_told_was_followed_by_a_reopening(town):
    town.load(CLOSED, as_of=instant("2026-03-10"))
    assert counts(town.load(OPEN, as_of=AS_OF)) == (0, 1, 0, 1)
    assert [row[1:] for row in town.live()][1:] == [("resolved", "2026-03-05 10:00"), ("reopened", "2026-03-20 08:00")]
    assert town.state()["a"][9:12] == (True, 1, 1)
    assert town.rows("SELECT inferred FROM event WHERE organisation_id = :o AND kind = 'reopened'") == [(True,)]
    assert counts(town.load(OPEN, as_of=instant("2026-03-21"))) == (0, 0, 1, 0)


def test_closed_again_at_a_later_date_is_a_second_closing(town):
    for told in (CLOSED, OPEN):
        town.load(told, as_of=AS_OF)
    assert counts(town.load(CLOSED_AGAIN)) == (0, 1, 0, 1)
    assert town.state()["a"][9:12] == (False, 2, 1)
    assert counts(town.load(CLOSED_AGAIN)) == (0, 0, 1, 0)
    assert town.damage() == []


def test_a_third_closing_and_a_correction_of_it(town):
    for told, as_of in ((CLOSED, AS_OF), (OPEN, AS_OF), (CLOSED_AGAIN, AS_OF), (OPEN, instant("2026-04-01"))):
        town.load(told, as_of=as_of)
    assert town.state()["a"][9:12] == (True, 2, 2)
    town.load(melding("a", "2026-03-02 10:00", "2026-04-05"))
    assert town.state()["a"][9:12] == (False, 3, 2)
    town.load(melding("a", "2026-03-02 10:00", "2026-04-07"))
    assert town.state()["a"][9:12] == (False, 3, 2)
    assert town.state()["a"][13] == instant("2026-04-07")
    assert counts(town.load(melding("a", "2026-03-02 10:00", "2026-04-07"))) == (0, 0, 1, 0)


def test_the_same_closing_told_again_takes_the_reopening_back(town):
    """One export without closing dates must not leave every melding open."""
    town.load(CLOSED, as_of=AS_OF)
    before = town.state()
    town.load(OPEN, as_of=AS_OF)
    assert counts(town.load(CLOSED, as_of=AS_OF)) == (0, 1, 0, 1)
    assert town.state() == before
    assert counts(town.load(CLOSED, as_of=AS_OF)) == (0, 0, 1, 0)
    town.load(OPEN, as_of=instant("2026-04-01"))
    assert town.live()[-1][1:] == ("reopened", "2026-04-01 00:00")


def test_a_later_closing_before_the_supposed_reopening_is_a_second_one(town):
    """The file said 'open' some hours before the moment it was taken to speak of."""
    for told in (CLOSED, OPEN):
        town.load(told, as_of=AS_OF)
    town.load(melding("a", "2026-03-02 10:00", "2026-03-20 07:00"), as_of=AS_OF)
    assert town.state()["a"][9:12] == (False, 2, 1)
    assert [row[1:] for row in town.live()][1:] == [
        ("resolved", "2026-03-05 10:00"),
        ("reopened", "2026-03-20 06:59"),
        ("resolved", "2026-03-20 07:00"),
    ]


def test_an_earlier_closing_before_the_supposed_reopening_is_a_correction(town):
    for told in (CLOSED, OPEN):
        town.load(told, as_of=AS_OF)
    town.load(melding("a", "2026-03-02 10:00", "2026-03-04 10:00"), as_of=AS_OF)
    assert town.state()["a"][9:12] == (False, 1, 0)


def test_back_to_the_first_closing_after_a_second(town):
    town.load(CLOSED, as_of=AS_OF)
    before = town.state()
    for told in (OPEN, CLOSED_AGAIN):
        town.load(told, as_of=AS_OF)
    town.load(CLOSED, as_of=instant("2026-03-26"))
    assert town.state() == before


def test_an_older_delivery_undoes_nothing(town):
    town.load(CLOSED, as_of=instant("2026-03-15"))
    before = town.state()
    report = town.load([*OPEN, *melding("b", "2026-03-03 10:00")], as_of=instant("2026-03-05"))
    assert town.state()["a"] == before["a"]
    assert "b" in town.state()
    assert "een latere levering" in report.text("nl")


def test_reopenings_that_nobody_told_are_named(town):
    town.load(CLOSED, as_of=instant("2026-03-10"))
    assert "tellen als heropend" in town.load(OPEN, as_of=AS_OF).text("nl")
