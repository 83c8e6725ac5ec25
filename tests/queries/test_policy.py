"""Settings of this installation."""

from dashboard.store.engine import Writer
from queries import tables
from queries.policy import ACCESSIBILITY_CONTACT, policy


def test_a_setting_or_nothing(db, writer: Writer):
    with writer.transaction() as connection:
        connection.execute(tables.setting.insert().values(key=ACCESSIBILITY_CONTACT, value="meldpunt@town.example"))
    assert policy(db, ACCESSIBILITY_CONTACT) == "meldpunt@town.example"
    assert policy(db, "never set") is None
