"""Wiring from the environment; the only reader of it. Policy (norms, limits, branding) lives in the database."""

import os
import re
import secrets
import tempfile
from contextlib import suppress
from email.headerregistry import Address
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.plain import has_control


class SmtpTls(StrEnum):
    """How the connection to the mail server is encrypted."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


_NAME = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_NAME}(\.{_NAME})*")
LONGEST_ADDRESS = 254


def is_mail_address(text: str) -> bool:
    """Whether mail can be sent to `text` by any server: one address in plain letters, without a name."""
    dotted = text.startswith(".") or ".." in text or ".@" in text
    return len(text) <= LONGEST_ADDRESS and not dotted and _ADDRESS.fullmatch(text) is not None


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
    base_url: str | None = None
    """The address at which people use the dashboard: where the links in a mail begin."""
    smtp_host: str | None = None
    """The mail server; without one nothing is sent, and the screens say so."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_tls: SmtpTls = SmtpTls.STARTTLS
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_timeout: float = Field(default=20, gt=0, le=300)
    """Seconds that the server may take for one answer; a whole mail may take six times as long."""
    mail_from: str | None = None
    """The sender: an address, or a name with it as `Town <no-reply@town.example>`."""

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        """A mail server needs all that a mail is made of. Its lines are for who starts the program, in English."""
        if self.smtp_host is None:
            return self
        if self.mail_from is None or not is_mail_address(parseaddr(self.mail_from)[1]) or has_control(self.mail_from):
            raise ValueError("HELI_MAIL_FROM must be an address that mail is sent from, because HELI_SMTP_HOST is set")
        parts = urlsplit(self.base_url or "")
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
            raise ValueError("HELI_BASE_URL must be the address of the dashboard, because HELI_SMTP_HOST is set")
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError("HELI_SMTP_USER and HELI_SMTP_PASSWORD belong together")
        if self.smtp_user is not None and self.smtp_tls is SmtpTls.NONE:
            raise ValueError("HELI_SMTP_PASSWORD is never sent in the clear: set HELI_SMTP_TLS to starttls or tls")
        return self

    @property
    def sends_mail(self) -> bool:
        """Whether there is a server to send mail by."""
        return self.smtp_host is not None

    def sender(self) -> Address:
        """Who mail is from; only while `sends_mail`."""
        name, address = parseaddr(self.mail_from or "")
        return Address(name, addr_spec=address)

    def link(self, path: str) -> str:
        """The whole address of a page `/...` of ours, as it stands in a mail."""
        return f"{(self.base_url or '').rstrip('/')}{path}"

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


def problems_of(error: ValidationError) -> list[str]:
    """What is wrong with the environment, a line each; never what a variable holds, since that can be a secret."""
    lines = []
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        message = one["msg"].removeprefix("Value error, ")
        name = str(one["loc"][0]) if one["loc"] else ""
        variable = name if name.isupper() else f"HELI_{name.upper()}"
        lines.append(f"{variable}: {message}" if name else message)
    return lines


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
