"""The configuration files of the embedded server, written anew at each start. `ALTER SYSTEM` still goes above them."""

from pathlib import Path

SUPERUSER = "postgres"
ROLES = ("heli_owner", "heli_writer", "heli_reader", "heli_public")

COMMON = {
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # compiles for longer than our short queries run
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "wal_buffers": "64MB",  # an import is written on by the log writer beside it, not by itself page after page
    "wal_compression": "on",
    "wal_level": "minimal",  # nobody replicates from here, so a bulk load writes less
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] ",
    # Names and texts of citizens stay out of the log: no statement, no failing row.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
"""For tests: quick; what was committed last is lost when the server is killed."""


def write_config(data: Path, *, socket_folder: Path | None, port: int, durable: bool, system_user: str) -> None:
    """Write postgresql.conf, pg_hba.conf and pg_ident.conf. Without a socket folder it listens on 127.0.0.1."""
    settings = COMMON | ({} if durable else FORGETFUL) | _address(socket_folder, port)
    lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    (data / "postgresql.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (data / "pg_hba.conf").write_text(_who_may_enter(socket_folder), encoding="utf-8")
    (data / "pg_ident.conf").write_text(_who_is_who(system_user), encoding="utf-8")


def _address(socket_folder: Path | None, port: int) -> dict[str, str]:
    if socket_folder is None:
        return {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "port": str(port)}
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "port": str(port),
    }


def _who_may_enter(socket_folder: Path | None) -> str:
    if socket_folder is None:
        return "host all all 127.0.0.1/32 scram-sha-256\n"
    return "local all all peer map=application\n"


def _who_is_who(system_user: str) -> str:
    """The application's user may be every role; `all` is a word from PostgreSQL 16 on and harmless before."""
    return "".join(f'application "{system_user}" {role}\n' for role in (SUPERUSER, *ROLES, "all"))


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
