"""The closed vocabularies of mail: what can be asked, and how far a mail came (docs/adr/0043-mail.md)."""

from enum import StrEnum


class Kind(StrEnum):
    """What a subscription tells of."""

    DIGEST = "digest"
    VIEW = "view"
    ALERT = "alert"
    REPORT = "report"


ABOUT = ("view_id", "report_kind", "measure", "part")
"""The columns that say which view, which reports or which number; a digest has none of them."""


class State(StrEnum):
    """How far a mail came. The first three are on their way, the others have ended."""

    WAITING = "waiting"
    SENDING = "sending"
    """A worker talks with the mail server, and has not said yet that the mail is whole: nothing can have gone out."""
    HANDING = "handing"
    """The mail server is told that the mail is whole; whether it takes it is not known yet."""
    SENT = "sent"
    NOTHING = "nothing"
    """There was nothing to tell."""
    LEFT_OUT = "left_out"
    """Its reader may not have it (any more), or has no address."""
    FAILED = "failed"
    """The mail server refused it for good."""
    GIVEN_UP = "given_up"
    """It was tried for days."""
    UNCERTAIN = "uncertain"
    """The mail server had the whole mail, and its answer never came: it may have gone out."""


OPEN = (State.WAITING, State.SENDING, State.HANDING)
CERTAIN = (State.SENT, State.NOTHING)
TROUBLE = (State.FAILED, State.GIVEN_UP, State.UNCERTAIN)
"""The ends that somebody should look at."""


class Crossing(StrEnum):
    """What an alert has to tell of a number and its target."""

    CROSSED = "crossed"
    RECOVERED = "recovered"
    NONE = "none"
