"""The embedded server: what is committed stays, whoever is killed; nobody else gets in; every failure is one line."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from dashboard.store import embedded_place
from dashboard.store.embedded import AlreadyRunning, EmbeddedServer, running_or_own, throwaway
from dashboard.store.embedded_place import Account, EmbeddedError, can_pass, server_account
from dashboard.store.postmaster import read_postmaster

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and sockets of POSIX")
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
START = "import sys,time; from pathlib import Path; from dashboard.store.embedded import EmbeddedServer as E; {}"


@pytest.fixture
def folder():
    """A folder that other users may pass; pytest's own are closed to all but their owner."""
    path = Path(tempfile.mkdtemp(prefix="heli-test-"))
    path.chmod(0o711)
    yield path
    if left := read_postmaster(path / "postgres/data"):
        os.kill(left.pid, signal.SIGQUIT)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def shared():
    """One server for the tests that only look."""
    with throwaway() as server:
        yield server


def connect(server, database="helikopterview", **options):
    return closing(psycopg.connect(server.url(database).replace("+psycopg", ""), autocommit=True, **options))


def write_row(server):
    with connect(server) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (42)")


def read_row(server):
    with connect(server) as connection:
        return connection.execute("SELECT n FROM kept").fetchone()[0]


def count_long(connection):
    """Keep a session too busy to notice that its server is gone."""
    with suppress(psycopg.Error):
        connection.execute("SELECT count(*) FROM generate_series(1, 8_000_000)")


@contextmanager
def launcher(folder):
    """Another process that owns the server of `folder` until it is killed."""
    code = START.format("s = E(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(60)")
    process = subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"up\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_restart_keeps_the_data(folder):
    with EmbeddedServer(folder) as server:
        write_row(server)
    assert read_postmaster(folder / "postgres/data") is None
    with EmbeddedServer(folder) as server:
        assert read_row(server) == 42


def test_settings_that_matter(folder):
    with EmbeddedServer(folder) as server:
        shown = {
            name: server.execute(f"SHOW {name}")[0][0] for name in ("jit", "fsync", "listen_addresses", "timezone")
        }
        assert shown == {"jit": "off", "fsync": "on", "listen_addresses": "", "timezone": "UTC"}
        assert server.execute("SELECT lower('ÉÉN'), 'Z' < 'a'") == [("één", True)]


def test_committed_rows_survive_a_kill_of_the_server(folder):
    with EmbeddedServer(folder) as server:
        write_row(server)
        os.kill(read_postmaster(server.place.data).pid, signal.SIGKILL)
        server._process.wait()
        assert server.poll() == -signal.SIGKILL
        server.launch()
        assert read_row(server) == 42


def test_it_waits_for_a_busy_session_of_a_killed_server(folder):
    with EmbeddedServer(folder) as server:
        with connect(server) as connection:
            busy = threading.Thread(target=count_long, args=(connection,))
            busy.start()
            os.kill(read_postmaster(server.place.data).pid, signal.SIGKILL)
            server._process.wait()
            server.launch()
            busy.join()
        assert server.execute("SELECT 1") == [(1,)]


def test_a_server_left_by_a_killed_launcher_is_taken_over(folder):
    with launcher(folder) as process:
        orphan = read_postmaster(folder / "postgres/data").pid
        process.kill()
        process.wait()
        os.kill(orphan, 0)  # it does outlive its launcher
        with EmbeddedServer(folder) as server:
            assert read_postmaster(server.place.data).pid != orphan
            assert server.execute("SELECT 1") == [(1,)]


def test_launcher_and_server_killed_in_mid_work(folder):
    with launcher(folder) as process:
        server = EmbeddedServer(folder)
        write_row(server)
        os.kill(read_postmaster(folder / "postgres/data").pid, signal.SIGKILL)
        process.kill()
    with EmbeddedServer(folder) as server:
        assert read_row(server) == 42


def test_a_process_number_that_now_belongs_to_another_program(folder):
    with EmbeddedServer(folder) as server:
        left = (server.place.data / "postmaster.pid").read_text().splitlines()
    user = server.place.account
    options = {"user": user.uid, "group": user.gid, "extra_groups": []} if user else {}
    with subprocess.Popen(["sleep", "60"], **options) as other:
        (server.place.data / "postmaster.pid").write_text("\n".join([str(other.pid), *left[1:]]) + "\n")
        with EmbeddedServer(folder) as server:
            assert server.execute("SELECT 1") == [(1,)]
        assert other.poll() is None
        other.kill()


def test_a_second_launcher_gets_one_clear_line(folder):
    with launcher(folder) as process, pytest.raises(AlreadyRunning, match=f"process {process.pid}"):
        EmbeddedServer(folder).start()


def test_a_command_shares_the_running_server_or_brings_its_own(folder):
    with launcher(folder):
        pid = read_postmaster(folder / "postgres/data").pid
        with running_or_own(folder) as server:
            write_row(server)
        assert read_postmaster(folder / "postgres/data").pid == pid
    with running_or_own(folder) as server:
        assert read_row(server) == 42
    assert read_postmaster(folder / "postgres/data") is None


def test_a_killed_first_start_is_made_again(folder):
    (folder / "postgres/data.new").mkdir(parents=True)
    (folder / "postgres/data.new/PG_VERSION").write_text("18\n")
    with EmbeddedServer(folder, durable=False) as server:
        assert server.execute("SELECT 1") == [(1,)]


def test_data_of_another_version_is_left_alone(folder):
    (folder / "postgres/data").mkdir(parents=True)
    (folder / "postgres/data/PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedError, match="made by PostgreSQL 12; this is 18"):
        EmbeddedServer(folder).start()


def test_a_start_that_fails_repeats_what_the_server_said(folder):
    with EmbeddedServer(folder) as server:
        auto = server.place.data / "postgresql.auto.conf"
    auto.write_text("max_connections = 'many'\n")
    with pytest.raises(EmbeddedError, match=r"postgresql\.auto\.conf"):
        EmbeddedServer(folder).start()


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(folder):
    long = folder / ("gemeente-" * 10) / ("archief-" * 10)
    long.mkdir(parents=True)
    with EmbeddedServer(long, durable=False) as server:
        where = Path(read_postmaster(server.place.data).socket_folder)
        assert where.parent == Path(tempfile.gettempdir())
        assert where.stat().st_mode & 0o777 == 0o700
        assert server.execute("SELECT 1") == [(1,)]
    where.rmdir()


@pytest.mark.skipif(not AS_ROOT, reason="needs a folder of another user")
def test_a_socket_folder_of_somebody_else_is_refused(folder):
    (folder / "postgres/socket").mkdir(parents=True)
    os.chown(folder / "postgres/socket", 12345, 12345)
    with pytest.raises(EmbeddedError, match="belongs to somebody else"):
        EmbeddedServer(folder, durable=False).start()


@pytest.mark.skipif(not AS_ROOT, reason="only root gives its rights away")
def test_root_drops_to_an_ordinary_user(shared):
    account = server_account()
    assert account
    assert shared.place.data.stat().st_uid == account.uid
    assert Path(f"/proc/{shared._process.pid}").stat().st_uid == account.uid


@pytest.mark.skipif(not AS_ROOT, reason="only root gives its rights away")
def test_data_below_a_closed_folder_is_placed_where_the_user_can_go(folder, monkeypatch):
    monkeypatch.setattr(embedded_place, "REACHABLE", folder / "lib")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with EmbeddedServer(closed / "var", durable=False) as server:
        write_row(server)
        assert server.place.home.parent == folder / "lib"
    assert (closed / "var/postgres").resolve() == server.place.home
    assert closed.stat().st_mode & 0o777 == 0o700
    with EmbeddedServer(closed / "var", durable=False) as server:
        assert read_row(server) == 42


@pytest.mark.skipif(not AS_ROOT, reason="only root gives its rights away")
def test_programs_below_a_closed_folder_are_copied(folder, monkeypatch):
    monkeypatch.setattr(embedded_place, "REACHABLE", folder / "lib")
    monkeypatch.setattr(embedded_place, "can_pass", lambda path, _: path.name != "postgres" or path.is_dir())
    with EmbeddedServer(folder, durable=False) as server:
        assert server.place.binaries.is_relative_to(folder / "lib")
        assert server.execute("SELECT 1") == [(1,)]


@pytest.mark.skipif(not AS_ROOT, reason="only root becomes somebody else")
def test_another_user_does_not_get_in(shared):
    (shared.place.home / "socket").chmod(0o755)
    (shared.place.home / "socket/.s.PGSQL.5432").chmod(0o777)
    command = [shared.place.binaries / "psql", shared.url("postgres").replace("+psycopg", ""), "-c", "SELECT 1"]
    stranger = {"user": 2, "group": 2, "extra_groups": [], "cwd": "/"}  # 'bin' on every Unix
    refused = subprocess.run(command, capture_output=True, text=True, check=False, **stranger)
    assert refused.returncode
    assert 'Peer authentication failed for user "postgres"' in refused.stderr


def test_whom_a_folder_lets_pass(folder):
    (folder / "inner").mkdir()
    stranger = Account("stranger", 54321, 54321)
    assert can_pass(folder / "inner", stranger)
    folder.chmod(0o700)
    assert not can_pass(folder / "inner", stranger)


def test_over_tcp_it_asks_the_password(folder):
    with EmbeddedServer(folder, durable=False, tcp=True) as server:
        assert server.execute("SELECT 1") == [(1,)]
        wrong = server.url("postgres").replace("+psycopg", "").replace("//postgres:", "//postgres:wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)


def test_databases_are_copied_from_a_template_and_dropped(shared):
    shared.create_database("source")
    with connect(shared, "source") as connection:
        connection.execute("CREATE TABLE kept (n int)")
    shared.create_database("copy", template="source")
    shared.create_database("copy", template="source")
    with connect(shared, "copy") as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        shared.drop_database("copy")
    shared.drop_database("copy")


def test_the_address_enters_as_the_role_asked_for(shared):
    shared.execute("CREATE ROLE heli_reader LOGIN")
    with psycopg.connect(shared.url(role="heli_reader").replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("heli_reader",)


def test_a_throwaway_server_leaves_nothing():
    with throwaway() as server:
        home = server.place.home
    assert not home.exists()
