"""People who log in, what they may, and what they did."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
    cast,
    exists,
    literal,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from queries.tables.base import DISTRIBUTED, LOCAL, Instant, column, of_organisation, organisation_id, table, validity
from queries.tables.organisations import setting

account = table(
    "account",
    "Who may log in. No personal data beyond what logging in, and mail that somebody asks for, needs.",
    LOCAL,
    Column("account_id", Uuid, primary_key=True, comment="Public id."),
    column("username", Text, "Login name, lower case.", unique=True),
    column("display_name", Text, "Name on screen."),
    column("language", Text, "nl or en."),
    column("password_hash", Text, "argon2 hash; empty until the invitation is used.", null=True),
    column("session_version", Integer, "Raised when rights or password change: ends running sessions."),
    column("demo", Boolean, "Made by the demo; refuses to log in elsewhere."),
    column("created_at", Instant, "When it was made."),
    column("disabled_at", Instant, "When it was closed.", null=True),
    column("mail_address", Text, "Where mail that its owner asked for goes; empty: nowhere.", null=True),
)
MAY_ENTER = account.c.disabled_at.is_(None) & (
    ~account.c.demo | exists().where(setting.c.key == "demo", setting.c.value == cast(literal("true"), JSONB))
)
"""Whether an account may log in here, and stay: not disabled, and no demo account outside the demo's database."""
account_grant = table(
    "account_grant",
    "What an account is, where and when.",
    LOCAL,
    column("account_id", Uuid, "The account."),
    column("grant_no", Integer, "Order within the account, from 1."),
    organisation_id(),
    column("role", Text, "`config.kinds.Role`."),
    column("service_ids", ARRAY(Integer), "Services to which the role is limited; empty: all.", null=True),
    *validity(),
    PrimaryKeyConstraint("account_id", "grant_no"),
    ForeignKeyConstraint(["account_id"], ["account.account_id"]),
    of_organisation(),
)
one_time_link = table(
    "one_time_link",
    "Invitation or new password: shown once to the beheerder, who hands it over.",
    LOCAL,
    Column("token_hash", LargeBinary, primary_key=True, comment="SHA-256 of the token."),
    column("account_id", Uuid, "For whom."),
    column("purpose", Text, "invitation or reset."),
    column("created_by", Uuid, "Who made it; empty: the command line.", null=True),
    column("created_at", Instant, "When."),
    column("expires_at", Instant, "Until when it works."),
    column("used_at", Instant, "When it was used.", null=True),
    ForeignKeyConstraint(["account_id"], ["account.account_id"]),
)
login_attempt = table(
    "login_attempt",
    "Counted to slow down guessing; both columns are keyed hashes, removed after a day.",
    LOCAL,
    Column("attempt_id", BigInteger, Identity(), primary_key=True, comment="Order."),
    column("username", Text, "Keyed hash of the name tried."),
    column("address", Text, "Keyed hash of the network address."),
    column("at", Instant, "When."),
    column("succeeded", Boolean, "Whether it succeeded."),
)
Index("login_attempt_at_ix", login_attempt.c.at)
audit = table(
    "audit",
    "Who did what: one row an action.",
    DISTRIBUTED,
    organisation_id(),
    column("audit_id", Uuid, "Public id."),
    column("at", Instant, "When."),
    column("actor_id", Uuid, "Account; empty: command line or worker.", null=True),
    column("actor_role", Text, "Role in which it was done."),
    column("action", Text, "What."),
    column("subject_id", Uuid, "On what.", null=True),
    column("detail", JSONB, "More, without personal data.", server_default=text("'{}'::jsonb")),
    column("request_id", Text, "Request in the logs."),
    PrimaryKeyConstraint("organisation_id", "audit_id"),
    of_organisation(),
)
Index("audit_at_ix", audit.c.organisation_id, audit.c.at)
account_visit = table(
    "account_visit",
    "When somebody was here last, so that the overview can say what happened since.",
    LOCAL,
    Column("account_id", Uuid, primary_key=True, comment="The account."),
    column("began_at", Instant, "Begin of the present visit: first page after half an hour without one."),
    column("last_at", Instant, "Last page of the present visit."),
    column("before_at", Instant, "Last page of the visit before; empty: there was none.", null=True),
    ForeignKeyConstraint(["account_id"], ["account.account_id"]),
)
saved_view = table(
    "saved_view",
    "A page with its filters under a name of one's own. It holds an address, never rights.",
    LOCAL,
    column("account_id", Uuid, "Whose."),
    column("view_id", Uuid, "Public id."),
    column("name", Text, "Name given to it."),
    column("path", Text, "Page, such as /meldingen."),
    column("query", Text, "Its filters, as in the address; empty text: the usual ones."),
    column("opens_first", Boolean, "Opens after logging in; at most one a person."),
    column("created_at", Instant, "When it was saved."),
    PrimaryKeyConstraint("account_id", "view_id"),
    UniqueConstraint("account_id", "name"),
    ForeignKeyConstraint(["account_id"], ["account.account_id"]),
)
note = table(
    "note",
    "What director or schepen says beside a number. A change is a new row, so that the history stays.",
    DISTRIBUTED,
    organisation_id(),
    column("note_id", Uuid, "Public id."),
    column("measure", Text, "Id of the measure in the registry."),
    column("service_id", Integer, "Service that it is about; empty: all together.", null=True),
    column("text", Text, "The note; empty text: the note before it was taken away."),
    column("written_at", Instant, "When."),
    column("author_id", Uuid, "Account that wrote it."),
    column("author_role", Text, "Role in which it was written."),
    PrimaryKeyConstraint("organisation_id", "note_id"),
    of_organisation(),
)
Index("note_written_at_ix", note.c.organisation_id, note.c.measure, note.c.written_at)
