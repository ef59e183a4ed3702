# SPDX-License-Identifier: Apache-2.0
"""From a read file to stored documents: columns made ready, people found, totals reconciled."""
