# SPDX-License-Identifier: Apache-2.0
"""Collection: by whom and in which instalments a year's tax is paid."""
