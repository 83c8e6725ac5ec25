"""How mail stands in the organisation at hand, and trying one again."""

from datetime import timedelta
from uuid import UUID

import pandas as pd

from config.errors import NotFound
from config.language import N_, t
from dashboard.components.manage.mail import AGAIN, DAYS
from dashboard.store.actions.subscriptions import send_again
from dashboard.web.context import services
from dashboard.web.manage.desk import Desk
from dashboard.web.manage.forms import Acts, Asked, Done
from queries.mail import mail_counts, mails_in_trouble


def count_rows(desk: Desk) -> pd.DataFrame:
    """How many mails, by how far they came."""
    with services().writer.transaction() as db:
        return mail_counts(db, desk.town.number, desk.now - timedelta(days=DAYS))


def trouble_rows(desk: Desk) -> pd.DataFrame:
    """The mails to look at."""
    with services().writer.transaction() as db:
        return mails_in_trouble(db, desk.town.number, desk.now - timedelta(days=DAYS))


def sends() -> bool:
    """Whether this installation sends mail."""
    return services().settings.sends_mail


def _again(asked: Asked) -> Done:
    try:
        mail_id = UUID(asked.subject)
    except ValueError:
        raise NotFound() from None
    held = services()
    said = {"writer": held.writer, "clock": held.clock, "actor": asked.desk.actor}
    send_again(**said, organisation_id=asked.desk.town.number, mail_id=mail_id)  # type: ignore[arg-type]
    return Done(t(N_("The mail is sent again.")))


ACTS: Acts = {(AGAIN, "save"): _again}
