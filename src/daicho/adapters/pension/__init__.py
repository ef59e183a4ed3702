# SPDX-License-Identifier: Apache-2.0
"""Exchange with the pension insurers (年金保険者) on special collection from pensions."""
