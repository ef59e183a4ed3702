# SPDX-License-Identifier: Apache-2.0
"""The database: a private PostgreSQL 18 that needs no installation, and the roles it holds."""
