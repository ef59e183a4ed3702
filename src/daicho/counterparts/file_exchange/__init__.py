# SPDX-License-Identifier: Apache-2.0
"""What all counterparts that exchange files share: inbox, outbox, their day, their faults."""
