"""A letter as a message: whatever its words are, they stay words."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.jobs.mail.letter import Envelope, Letter, Line, Section, address, as_bytes, as_html, message_of

HEADERS = {
    *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post"),
    *("MIME-Version", "Content-Type"),
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
EVIL = "a\r\nBcc: x@y.example\r\n\r\n<script>\x1b\x00\u2028.\n.\n"


def envelope(name: str = "An") -> Envelope:
    return Envelope(
        Address("Town", addr_spec="no-reply@town.example"),
        address(name, "an@town.example"),
        UUID(int=7),
        datetime(2026, 11, 22, 13, 32, tzinfo=UTC),
        "https://h.example/abonnement/stop/x",
        "https://h.example/abonnementen",
    )


@given(TEXTS, TEXTS, TEXTS)
@example(EVIL, EVIL, EVIL)
def test_no_words_make_a_header_or_end_the_mail(name: str, subject: str, line: str) -> None:
    letter = Letter(subject, "Opening.", [Section("Title", [Line(line)])], Line("On", "https://h.example/"))
    whole = as_bytes(message_of(letter, envelope(name)))
    assert b"\r\n." not in whole.replace(b"\r\n..", b"")
    assert b"\n" not in whole.replace(b"\r\n", b"")
    found = message_from_bytes(whole.replace(b"\r\n..", b"\r\n."), policy=policy.default)
    assert set(found.keys()) == HEADERS
    assert [one.addr_spec for one in found["To"].addresses] == ["an@town.example"]
    assert not any(ord(sign) < 32 for sign in f"{found['To']}{found['Subject']}")


def test_markup_in_words_is_told_and_not_followed() -> None:
    evil = "<img src=x> & \"'"
    letter = Letter(evil, evil, [Section(evil, [Line(evil, 'https://h.example/?a="><b>')])], Line(evil, "x"))
    page = as_html(letter, envelope(evil))
    assert "<img" not in page
    assert "<b>" not in page
    assert page.count("&lt;img src=x&gt;") == 5
