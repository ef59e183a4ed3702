# SPDX-License-Identifier: Apache-2.0
"""A collecting agency of convenience stores."""
