import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from config.settings import Settings, child_environment, is_mail_address, problems_of, with_role


def test_defaults_need_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "HELI_PORT", "HELI_DEMO", "HELI_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    settings = Settings()
    assert (settings.database_url, settings.host, settings.port) == (None, "127.0.0.1", 8050)
    assert not settings.demo


def test_each_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://one/db")
    monkeypatch.setenv("HELI_PORT", "9000")
    monkeypatch.setenv("HELI_SECURE_COOKIES", "true")
    monkeypatch.setenv("HELI_DATA_DIR", str(tmp_path))
    settings = Settings()
    assert settings.database_url == "postgresql+psycopg://one/db"
    assert (settings.port, settings.secure_cookies, settings.data_dir) == (9000, True, tmp_path)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_a_given_key_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path / "new", secret_key="given").secret() == "given"  # type: ignore[arg-type]
    assert not (tmp_path / "new").exists()


def test_a_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    key = settings.secret()
    assert len(key) >= 48
    assert Settings(data_dir=tmp_path / "new").secret() == key
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret_key"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600


def test_pseudonyms_have_a_key_of_their_own(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert settings.pseudonym_secret() == Settings(data_dir=tmp_path).pseudonym_secret() != settings.secret()
    assert Settings(data_dir=tmp_path, pseudonym_key="given").pseudonym_secret() == "given"  # type: ignore[arg-type]


def test_processes_that_start_together_get_one_key(tmp_path: Path) -> None:
    for attempt in range(20):
        settings = Settings(data_dir=tmp_path / str(attempt))
        with ThreadPoolExecutor(8) as pool:
            keys = {future.result() for future in [pool.submit(settings.secret) for _ in range(8)]}
        assert len(keys) == 1
        assert keys != {""}


def test_one_address_serves_all_roles_unless_a_role_has_its_own() -> None:
    url = "postgresql+psycopg://heli_owner@db/heli"
    settings = Settings(database_url=url, database_reader_url="postgresql+psycopg://reader@replica/heli")
    assert settings.url_for("owner") == url
    assert settings.url_for("writer") == url + "?options=-c%20role%3Dheli_writer"
    assert settings.url_for("public") == url + "?options=-c%20role%3Dheli_public"
    assert settings.url_for("reader") == "postgresql+psycopg://reader@replica/heli"
    with pytest.raises(ValueError, match="DATABASE_URL"):
        Settings(database_url=None).url_for("owner")


def test_a_role_is_added_to_what_an_address_says_already() -> None:
    assert with_role("postgresql://db/x?sslmode=require", "r").endswith("?sslmode=require&options=-c%20role%3Dr")
    optioned = with_role("postgresql://db/x?options=-c%20a%3Db&x=y", "r")
    assert optioned.endswith("?options=-c%20a%3Db%20-c%20role%3Dr&x=y")


def test_a_child_gets_the_same_wiring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HELI_LOG_LEVEL", "DEBUG")
    environment = child_environment(Settings(data_dir=tmp_path, demo=True), "postgresql://child", embedded=True)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    child = Settings()
    assert (child.database_url, child.embedded, child.demo) == ("postgresql://child", True, True)
    assert (child.data_dir, child.log_level) == (tmp_path, "DEBUG")


MAIL = {
    "smtp_host": "mail.example.org",
    "mail_from": "Town <no-reply@town.example>",
    "base_url": "https://h.example/x/",
}


def test_mail_is_off_unless_there_is_a_server_and_then_needs_all_of_it() -> None:
    assert not Settings().sends_mail
    settings = Settings(**MAIL)  # type: ignore[arg-type]
    assert settings.sends_mail
    assert settings.link("/abonnementen") == "https://h.example/x/abonnementen"
    assert str(settings.sender()) == "Town <no-reply@town.example>"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"mail_from": None}, "HELI_MAIL_FROM"),
        ({"mail_from": "town"}, "HELI_MAIL_FROM"),
        ({"mail_from": "Town\nBcc: x@y.example <a@b.example>"}, "HELI_MAIL_FROM"),
        ({"base_url": None}, "HELI_BASE_URL"),
        ({"base_url": "h.example"}, "HELI_BASE_URL"),
        ({"smtp_user": "town"}, "HELI_SMTP_PASSWORD"),
        ({"smtp_user": "town", "smtp_password": "geheim", "smtp_tls": "none"}, "HELI_SMTP_TLS"),
        ({"smtp_port": 99_999}, "HELI_SMTP_PORT"),
        ({"smtp_tls": "ssl"}, "HELI_SMTP_TLS"),
    ],
)
def test_a_wrong_setting_of_mail_is_named_in_one_line_without_what_it_holds(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError) as error:
        Settings(**MAIL | wrong)
    [line] = problems_of(error.value)
    assert named in line
    assert "geheim" not in line


@pytest.mark.parametrize("good", ["an@town.example", "a.b+c@x.be", "o'brien@x-y.be"])
def test_an_address_that_mail_can_go_to(good: str) -> None:
    assert is_mail_address(good)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "an",
        "@x.be",
        "a@",
        "a@b@c",
        "a b@x.be",
        "a@x.be\n",
        "é@x.be",
        ".a@x.be",
        "a..b@x.be",
        "a@-x.be",
        f"{'a' * 65}@x.be",
    ],
)
def test_what_mail_cannot_go_to(bad: str) -> None:
    assert not is_mail_address(bad)
