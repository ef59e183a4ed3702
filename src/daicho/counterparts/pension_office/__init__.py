# SPDX-License-Identifier: Apache-2.0
"""A pension insurer that withholds tax from pensions."""
