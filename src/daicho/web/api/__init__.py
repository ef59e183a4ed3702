# SPDX-License-Identifier: Apache-2.0
"""The REST API (/api/v1/) by which other systems read and enter; see docs/reference/api.md."""
