# SPDX-License-Identifier: Apache-2.0
"""The formula language of extractions (EUC, 10.1): read, checked, turned into SQL; never run."""
