# SPDX-License-Identifier: Apache-2.0
"""The events of the register (異動, 標準 4): a module a family, a kind of slip an event."""
