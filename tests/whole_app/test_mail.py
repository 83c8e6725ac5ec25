"""Mail on the screens: the link that stops one, the own page, and what a beheerder sees."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import dash
import pytest
from sqlalchemy import text

from config.cadence import Cadence
from config.clock import FixedClock
from config.kinds import Role
from config.mail import Kind
from dashboard.cards.library import CARDS
from dashboard.cards.ways import CARDS_OF_PATHS
from dashboard.jobs.mail.reading import PERMISSIONS
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.subscriptions import NewSubscription, subscribe, token_of
from dashboard.store.engine import Writer
from tests.whole_app.people import OTHER_TOWN, SECRET, TOWN, Browser, id_of, username
from tests.whole_app.test_managing import press

PAGE, LEAD = "abonnementen", "abonnementen-lead.children...abonnementen-content.children"
Asking = Callable[[str], UUID]


@pytest.fixture
def digest(site: dash.Dash, town_writer: Writer, time: FixedClock) -> Asking:
    """Lets somebody of the town have a digest; returns its number."""

    def ask(name: str) -> UUID:
        account_id = id_of(site, name)
        new = NewSubscription(Kind.DIGEST, Cadence.DAILY, 0, 8)
        actor = Actor(account_id, "medewerker", "r1")
        return subscribe(writer=town_writer, clock=time, actor=actor, account_id=account_id, new=new)

    return ask


def active(writer: Writer, subscription_id: UUID) -> Any:
    with writer.transaction() as connection:
        question = text("SELECT active FROM subscription WHERE subscription_id = :s")
        return connection.scalar(question, {"s": subscription_id})


def test_a_link_is_opened_without_harm_and_its_button_needs_no_session(
    site: dash.Dash, somebody: Any, digest: Asking, town_writer: Writer
) -> None:
    asked = digest(somebody())
    path, stranger = f"/abonnement/stop/{token_of(SECRET, TOWN, asked)}", Browser(site)
    for method in ("GET", "HEAD", "GET"):
        assert stranger.open(path, method).status_code == 200
        assert active(town_writer, asked) is True
    # as a mail program sends it: from nowhere, without cookie, referrer or token of ours
    response = site.server.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert (response.status_code, active(town_writer, asked)) == (200, False)
    assert "Set-Cookie" not in response.headers
    assert stranger.get(path).status_code == 200


def test_a_forged_link_is_not_found_whoever_asks(
    site: dash.Dash, somebody: Any, digest: Asking, town_writer: Writer
) -> None:
    asked = digest(somebody())
    forged = token_of("another secret", TOWN, asked)
    for browser in (Browser(site), Browser(site).as_(username(Role.BEHEERDER))):
        for method in ("GET", "POST"):
            assert browser.open(f"/abonnement/stop/{forged}", method).status_code == 404
    assert active(town_writer, asked) is True


def test_somebody_subscribes_and_stops_on_their_own_page(
    site: dash.Dash, somebody: Any, digest: Asking, town_writer: Writer
) -> None:
    name, theirs = somebody(), digest(somebody())
    browser = Browser(site).as_(name)
    fields = {"what": "alert:open", "cadence": "weekly", "weekday": "2", "hour": "7", "grace": "3"}
    press(browser, PAGE, "new", "save", "", fields)
    with town_writer.transaction() as connection:
        own = text("SELECT subscription_id, measure, weekday, hour, grace FROM subscription WHERE account_id = :a")
        [(made, *told)] = connection.execute(own, {"a": id_of(site, name)}).all()
    assert told == ["open", 2, 7, 3]
    for one in (theirs, made):
        press(browser, PAGE, "stop", "save", str(one), {})
    assert (active(town_writer, theirs), active(town_writer, made)) == (True, False)


@pytest.mark.parametrize(
    "fields",
    [
        {"what": "alert:no-such-measure", "grace": "1"},
        {"what": "alert:open", "grace": "0"},
        {"what": "nonsense", "grace": "1"},
        {"what": "view:nonsense", "grace": "1"},
        {"what": "digest", "grace": "1", "hour": "25"},
        {"what": "digest", "grace": "1", "cadence": "hourly"},
    ],
)
def test_what_the_form_does_not_offer_is_refused(
    site: dash.Dash, somebody: Any, town_writer: Writer, fields: dict[str, str]
) -> None:
    name = somebody()
    usual = {"cadence": "weekly", "weekday": "2", "hour": "7"}
    press(Browser(site).as_(name), PAGE, "new", "save", "", usual | fields)
    with town_writer.transaction() as connection:
        own = text("SELECT count(*) FROM subscription WHERE account_id = :a")
        assert connection.scalar(own, {"a": id_of(site, name)}) == 0


def test_an_alert_on_numbers_that_somebody_may_not_see_is_not_to_be_had(
    site: dash.Dash, somebody: Any, town_writer: Writer
) -> None:
    name = somebody(NewGrant(TOWN, Role.COMMUNICATIE))
    fields = {"what": "alert:open", "cadence": "weekly", "weekday": "2", "hour": "7", "grace": "3"}
    press(Browser(site).as_(name), PAGE, "new", "save", "", fields)
    with town_writer.transaction() as connection:
        own = text("SELECT count(*) FROM subscription WHERE account_id = :a")
        assert connection.scalar(own, {"a": id_of(site, name)}) == 0


def test_somebody_asks_for_the_kinds_of_reports_that_they_may_know(
    site: dash.Dash, somebody: Any, town_writer: Writer
) -> None:
    name = somebody(NewGrant(TOWN, Role.RAADSLID, all_services=True))
    browser = Browser(site).as_(name)
    page = browser.call(f"..{LEAD}..", {"url.search": "", f"{PAGE}-turn.data": None}).get_data(as_text=True)
    assert "Gepubliceerd: Jaarrapport voor de gemeenteraad" in page
    assert "Maandrapport voor het college" not in page
    usual = {"cadence": "weekly", "weekday": "2", "hour": "7", "grace": "1"}
    for what in ("report:council", "report", "report:college", "report:nonsense"):
        press(browser, PAGE, "new", "save", "", {"what": what} | usual)
    outsider = somebody(NewGrant(TOWN, Role.PARTICIPATIE_EXPERT))
    press(Browser(site).as_(outsider), PAGE, "new", "save", "", {"what": "report"} | usual)
    with town_writer.transaction() as connection:
        own = text("SELECT account_id, report_kind FROM subscription WHERE account_id IN (:a, :b) ORDER BY report_kind")
        rows = connection.execute(own, {"a": id_of(site, name), "b": id_of(site, outsider)}).all()
    assert [tuple(row) for row in rows] == [(id_of(site, name), ""), (id_of(site, name), "council")]


def test_a_beheerder_tries_mails_of_the_own_town_again_and_no_others(
    site: dash.Dash, somebody: Any, digest: Asking, town_writer: Writer, time: FixedClock
) -> None:
    asked = digest(somebody())
    with town_writer.transaction() as connection:
        failed = text(
            "INSERT INTO mail (organisation_id, mail_id, subscription_id, due_at, state, next_at, why, ended_at) "
            "VALUES (:o, gen_random_uuid(), :s, :now, 'failed', :now, 'The mail server refused the mail.', :now) "
            "RETURNING mail_id"
        )
        mail_id = connection.scalar(failed, {"o": TOWN, "s": asked, "now": time.now()})

    def state() -> Any:
        with town_writer.transaction() as connection:
            return connection.scalar(text("SELECT state FROM mail WHERE mail_id = :m"), {"m": mail_id})

    shown = "..beheer-mail-lead.children...beheer-mail-content.children.."
    for town, told in ((OTHER_TOWN, False), (TOWN, True)):
        browser = Browser(site).as_(username(Role.BEHEERDER, town))
        page = browser.call(shown, {"url.search": ""}).get_data(as_text=True)
        assert ("De mailserver weigerde de mail" in page) is told
        press(browser, "beheer-mail", "again", "save", str(mail_id), {})
        assert state() == ("waiting" if told else "failed")


def test_the_pages_that_mails_lead_to_ask_what_mails_think(site: dash.Dash) -> None:
    pages = {page["path"]: page["permission"] for page in site.server.extensions["pages"].values()}
    assert {path: pages[path] for path in PERMISSIONS} == PERMISSIONS
    assert set(CARDS_OF_PATHS) <= set(pages)
    assert set(CARDS_OF_PATHS.values()) <= set(CARDS)
