"""`serve` from start to stop: what it runs, what it says, what it refuses."""

import socket
import sys

import pytest

from config.settings import Settings
from dashboard.cli import serve
from dashboard.cli.serve import DemoAccount, PortTaken, children, serve_command, web_command
from dashboard.jobs import supervisor
from dashboard.store.postmaster import free_port


def settings(tmp_path, **values):
    return Settings(data_dir=tmp_path, port=free_port(), default_language="en", **values)


class Stopping(supervisor.Supervisor):
    """Supervises until the address was announced, then stops as on Ctrl-C."""

    def run(self, announce=lambda: True):
        def once():
            if done := announce():
                self.ask_to_stop()
            return done

        return super().run(once)


def answer(settings):
    """A web server that answers each request, in place of the real one."""
    code = f"""
import http.server

class Handler(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass

http.server.HTTPServer(("127.0.0.1", {settings.port}), Handler).serve_forever()
"""
    return supervisor.Command("web", [sys.executable, "-c", code], {})


@pytest.fixture
def signals_stay(monkeypatch):
    """Signals stay pytest's."""
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
    monkeypatch.setattr(supervisor.signal, "signal", lambda *_: None)


def test_it_prints_address_and_accounts_and_stops(tmp_path, database_url, monkeypatch, capsys, signals_stay):
    chosen = settings(tmp_path, database_url=database_url)
    monkeypatch.setattr(serve, "Supervisor", Stopping)
    monkeypatch.setattr(serve, "children", lambda *_: [answer(chosen)])
    assert serve_command(chosen) == 0
    printed = capsys.readouterr().out
    assert f"Open http://127.0.0.1:{chosen.port}" in printed
    assert printed.rstrip().endswith("Stopped.")


def test_the_demo_is_made_in_the_embedded_database_only(tmp_path, database_url, monkeypatch, signals_stay):
    chosen = settings(tmp_path, database_url=database_url, demo=True)
    monkeypatch.setattr(serve, "Supervisor", Stopping)
    monkeypatch.setattr(serve, "children", lambda *_: [answer(chosen)])
    assert serve_command(chosen, lambda *_: pytest.fail("a demo in somebody else's database")) == 0


def test_accounts_are_shown_in_a_table(tmp_path, capsys):
    console = serve.Console(width=100)
    accounts = [DemoAccount("directeur", "Algemeen directeur"), DemoAccount("raadslid", "Raadslid")]
    assert serve._welcome(settings(tmp_path), accounts, console)
    printed = capsys.readouterr().out
    assert "wachtwoord: demo" in printed
    assert "raadslid" in printed


def test_a_port_in_use_is_one_clear_line_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortTaken, match=r"Port \d+ on 127\.0\.0\.1 is in use"):
            serve_command(Settings(data_dir=tmp_path / "var", port=taken.getsockname()[1]))
    assert not (tmp_path / "var").exists()


def test_children_get_the_database_and_start_in_order(tmp_path):
    chosen = settings(tmp_path, demo=True)
    worker, web = children(chosen, "postgresql+psycopg://x@/y", None)
    assert [worker.name, web.name] == ["worker", "web"]
    assert web.environment["DATABASE_URL"] == "postgresql+psycopg://x@/y"
    assert web.environment["HELI_EMBEDDED"] == "0"


def test_the_web_server_follows_the_settings(tmp_path, monkeypatch):
    chosen = settings(tmp_path, web_workers=3, web_threads=7)
    assert "3" in web_command(chosen)
    assert "7" in web_command(chosen)
    monkeypatch.setattr(serve.sys, "platform", "win32")
    assert web_command(chosen)[0] == "waitress"
