"""A mail as a value: what it says, and how that becomes a message of plain text and simple HTML.

The HTML fetches nothing from anywhere; names from a source are escaped in it, and cannot add a header.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from uuid import UUID

from config.language import N_, current_language, t
from config.plain import has_control

LONGEST_SUBJECT = 120
_STYLE = "font-family:'Segoe UI',Arial,sans-serif;font-size:16px;line-height:1.5;color:#1b2730;max-width:40em"
_SECONDARY = "color:#4d5b66;font-size:14px"


@dataclass(frozen=True)
class Line:
    """A sentence, in final words, and the address that it leads to (empty: nowhere)."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Section:
    """What belongs together under a title."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Letter:
    """What a mail says: the conclusion that it opens with, sections, and where to read on."""

    subject: str
    opening: str
    sections: Sequence[Section]
    onward: Line


@dataclass(frozen=True)
class Envelope:
    """Who a mail is from and for, what identifies it, and the links that its foot holds. `remark`: what is to be known
    of an earlier mail."""

    sender: Address
    reader: Address
    mail_id: UUID
    at: datetime
    stop: str
    manage: str
    remark: str = ""


def message_id(envelope: Envelope) -> str:
    """The same at each attempt: who gets a mail twice after all can tell."""
    return f"<{envelope.mail_id.hex}@{envelope.sender.domain}>"


def address(name: str, mail_address: str) -> Address:
    """An address with a name that cannot be taken for anything else."""
    return Address(one_line(name), addr_spec=mail_address)


def one_line(text: str) -> str:
    """Words without line breaks and other control characters, which a header cannot hold."""
    return " ".join("".join(" " if has_control(sign) or sign in "\u2028\u2029" else sign for sign in text).split())


def message_of(letter: Letter, envelope: Envelope) -> EmailMessage:
    """The message, in the language that is spoken."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(letter.subject)[:LONGEST_SUBJECT]
    message["From"], message["To"] = envelope.sender, envelope.reader
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = message_id(envelope)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{envelope.stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(as_text(letter, envelope), cte="quoted-printable")
    message.add_alternative(as_html(letter, envelope), subtype="html", cte="quoted-printable")
    return message


def as_bytes(message: EmailMessage) -> bytes:
    """The message as it goes over the line: CRLF at each end of line, a line that begins with a point doubled."""
    whole = message.as_bytes(policy=SMTP)
    return re.sub(rb"(?m)^\.", b"..", whole if whole.endswith(b"\r\n") else whole + b"\r\n")


_WHY = N_("You get this mail because you asked for it in Helikopterview.")
_STOP, _MANAGE = N_("Stop this mail"), N_("Your subscriptions")


def as_text(letter: Letter, envelope: Envelope) -> str:
    """The letter in plain text."""
    parts = [letter.opening]
    for section in letter.sections:
        lines = [f"- {line.text}" + (f"\n  {line.href}" if line.href else "") for line in section.lines]
        parts.append("\n".join([section.title, "-" * len(section.title), *lines]))
    parts.append(f"{letter.onward.text}:\n{letter.onward.href}")
    foot = [t(_WHY), f"{t(_STOP)}: {envelope.stop}", f"{t(_MANAGE)}: {envelope.manage}"]
    return "\n\n".join([*filter(None, [*parts, envelope.remark]), "\n".join(["-- ", *foot])]) + "\n"


def as_html(letter: Letter, envelope: Envelope) -> str:
    """The letter as a page that fetches nothing."""
    parts = [f"<h1 style='font-size:20px'>{escape(letter.opening)}</h1>"]
    for section in letter.sections:
        items = "".join(f"<li>{_linked(line)}</li>" for line in section.lines)
        parts.append(f"<h2 style='font-size:16px'>{escape(section.title)}</h2><ul>{items}</ul>")
    parts.append(f"<p>{_linked(letter.onward)}</p>")
    parts.extend([f"<p>{escape(envelope.remark)}</p>"] if envelope.remark else [])
    ways = [_linked(Line(t(_STOP), envelope.stop)), _linked(Line(t(_MANAGE), envelope.manage))]
    foot = f"<p style='{_SECONDARY}'>{escape(t(_WHY))}<br>{' · '.join(ways)}</p>"
    head = f"<meta charset='utf-8'><title>{escape(one_line(letter.subject))}</title>"
    body = f'<body><div style="{_STYLE}">{"".join(parts)}{foot}</div></body>'
    return f"<!DOCTYPE html><html lang='{current_language()}'><head>{head}</head>{body}</html>\n"


def _linked(line: Line) -> str:
    words = escape(line.text)
    return f'<a href="{escape(line.href)}">{words}</a>' if line.href else words
