"""Wiring from the environment; the only reader of it. Policy (norms, limits, branding) lives in the database."""

import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting, with its default; each is read from `HELI_<NAME>`, the database's address from `DATABASE_URL`."""

    model_config = SettingsConfigDict(env_prefix="HELI_", populate_by_name=True, extra="ignore", frozen=True)

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    """Owner's address of any PostgreSQL >= 15; none means the embedded server."""
    database_writer_url: str | None = None
    database_reader_url: str | None = None
    database_public_url: str | None = None
    embedded: bool = False
    """Set by the launcher for its children: `database_url` is the embedded server's."""
    data_dir: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8050
    secret_key: SecretStr | None = None
    """Signs sessions; when absent, a private file in `data_dir` made once."""
    pseudonym_key: SecretStr | None = None
    """Makes pseudonyms of voters; when absent, a private file in `data_dir` made once. Never changes, or people count
    twice; so it is not the key that signs sessions."""
    secure_cookies: bool = False
    """True behind HTTPS: cookies are sent over HTTPS only and browsers are told to stay there."""
    trusted_proxies: int = 0
    """How many reverse proxies of ours stand in front: that many of X-Forwarded-For and -Proto are believed."""
    log_level: str = "INFO"
    log_json: bool = False
    demo: bool = False
    web_workers: int = 1
    web_threads: int = 4
    default_language: str = "nl"

    def secret(self) -> str:
        """The signing key; a file of mode 0600 keeps it between starts."""
        return self._kept("secret_key", self.secret_key)

    def pseudonym_secret(self) -> str:
        """The secret that pseudonyms are made with, kept in the same way."""
        return self._kept("pseudonym_key", self.pseudonym_key)

    def _kept(self, name: str, given: SecretStr | None) -> str:
        if given is not None:
            return given.get_secret_value()
        path = self.data_dir / name
        if not path.exists():
            self._make_secret(path)
        return path.read_text().strip()

    def _make_secret(self, path: Path) -> None:
        """Write a draft first: the file appears whole, and the first of several processes wins."""
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48))
            with suppress(FileExistsError):
                path.hardlink_to(draft)
        finally:
            Path(draft).unlink()

    def url_for(self, role: str) -> str:
        """The address to use as `reader`, `writer`, `public` or `owner`; the owner's with another role unless set."""
        named = {
            "writer": self.database_writer_url,
            "reader": self.database_reader_url,
            "public": self.database_public_url,
        }.get(role)
        if named:
            return named
        if self.database_url is None:
            raise ValueError("no database address: start the embedded server first, or set DATABASE_URL")
        return self.database_url if role == "owner" else with_role(self.database_url, f"heli_{role}")


def with_role(url: str, role: str) -> str:
    """The same address, where each connection starts as database role `role`; options it has already stay."""
    ours = f"-c%20role%3D{role}"
    joined, found = re.subn(r"[?&]options=[^&]*", rf"\g<0>%20{ours}", url)
    return joined if found else f"{url}{'&' if '?' in url else '?'}options={ours}"


def child_environment(settings: Settings, database_url: str, *, embedded: bool) -> dict[str, str]:
    """The environment for a child process that must use `database_url`."""
    return os.environ | {
        "DATABASE_URL": database_url,
        "HELI_EMBEDDED": "1" if embedded else "0",
        "HELI_DATA_DIR": str(settings.data_dir.resolve()),
        "HELI_DEMO": "1" if settings.demo else "0",
    }
