"""Saved views: one's own only, a name once, one that opens first."""

from uuid import UUID

import pytest

from config.clock import FixedClock
from config.errors import InvalidInput, NotFound
from config.kinds import Role
from dashboard.store.actions import views
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.views import NewView, choose_first, remove_view, rename_view, save_view
from dashboard.store.engine import Writer
from queries.views import saved_views
from tests.world import World


def account(writer: Writer, clock: FixedClock, organisation: int, name: str) -> UUID:
    new, grant = NewAccount(name, name), NewGrant(organisation, Role.BURGEMEESTER)
    return create_account(writer=writer, clock=clock, actor=COMMAND_LINE, new=new, grant=grant)


def kept(writer: Writer, owner: UUID) -> list[tuple]:
    with writer.transaction() as connection:
        found = saved_views(connection, owner)
    return list(found[["name", "path", "query", "opens_first"]].itertuples(index=False, name=None))


def test_views_are_saved_renamed_chosen_and_removed_by_their_owner_only(
    writer: Writer, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(writer, clock)
    own, other = (account(writer, clock, world.a, name) for name in ("een", "twee"))

    def save(name: str, owner: UUID = own) -> UUID:
        return save_view(writer=writer, clock=clock, new=NewView(owner, name, "/meldingen", "kind=klacht"))

    def choose(view: UUID, first: bool) -> None:
        choose_first(writer=writer, account_id=own, view_id=view, first=first)

    b, a, foreign = save(" B  zicht "), save("a"), save("a", other)
    assert kept(writer, own) == [
        ("a", "/meldingen", "kind=klacht", False),
        ("B zicht", "/meldingen", "kind=klacht", False),
    ]
    choose(b, True)
    choose(a, True)
    assert [row[3] for row in kept(writer, own)] == [True, False]
    choose(a, False)
    assert [row[3] for row in kept(writer, own)] == [False, False]
    rename_view(writer=writer, account_id=own, view_id=b, name="0")
    assert [row[0] for row in kept(writer, own)] == ["0", "a"]
    for name in ("a", "", "x" * 61, "a\x00"):
        with pytest.raises(InvalidInput):
            save(name)
        with pytest.raises(InvalidInput):
            rename_view(writer=writer, account_id=own, view_id=b, name=name)
    for refused in (
        lambda: rename_view(writer=writer, account_id=own, view_id=foreign, name="z"),
        lambda: remove_view(writer=writer, account_id=own, view_id=foreign),
        lambda: choose(foreign, True),
    ):
        with pytest.raises(NotFound):
            refused()
    remove_view(writer=writer, account_id=own, view_id=b)
    assert [row[0] for row in kept(writer, own)] == ["a"]
    assert len(kept(writer, other)) == 1
    monkeypatch.setattr(views, "MOST", 1)
    with pytest.raises(InvalidInput):
        save("een te veel")
