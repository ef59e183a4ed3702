# SPDX-License-Identifier: Apache-2.0
"""postgresql.conf of the private server: sized for 2 cores and a ward of 260,000."""

from __future__ import annotations

from pathlib import Path

MEBIBYTE = 1024 * 1024
# Values for a machine with 8 GB or more; a smaller one gets an eighth of its memory as buffers.
SETTINGS: tuple[tuple[str, str], ...] = (
    ("listen_addresses", "''"),
    ("unix_socket_permissions", "0700"),
    ("max_connections", "60"),
    ("work_mem", "64MB"),
    ("maintenance_work_mem", "256MB"),
    ("effective_io_concurrency", "64"),
    ("random_page_cost", "1.1"),
    ("wal_compression", "on"),
    ("max_wal_size", "4GB"),
    ("checkpoint_timeout", "15min"),
    ("checkpoint_completion_target", "0.9"),
    ("max_parallel_workers_per_gather", "1"),
    ("max_parallel_maintenance_workers", "1"),
    ("max_worker_processes", "4"),
    ("autovacuum_max_workers", "2"),
    ("autovacuum_naptime", "15s"),
    ("jit", "off"),
    ("timezone", "'Asia/Tokyo'"),
    ("log_timezone", "'Asia/Tokyo'"),
    ("log_min_duration_statement", "-1"),
    # Statements and their values may hold persons: neither is written to the log.
    ("log_statement", "none"),
    ("log_min_error_statement", "panic"),
    ("log_parameter_max_length_on_error", "0"),
    ("log_error_verbosity", "terse"),  # no DETAIL: "Failing row contains (…)"
    ("logging_collector", "off"),
)


def configuration(*, socket: Path, memory_bytes: int) -> str:
    """The text of our settings file for a server with this socket on a machine of this size."""
    buffers = max(64, min(1024, memory_bytes // MEBIBYTE // 8))
    cache = max(128, memory_bytes // MEBIBYTE // 2)
    folder = str(socket).replace("'", "''")
    rows = (
        *SETTINGS,
        ("unix_socket_directories", f"'{folder}'"),
        ("shared_buffers", f"{buffers}MB"),
        ("effective_cache_size", f"{cache}MB"),
    )
    return "".join(f"{name} = {value}\n" for name, value in rows)
