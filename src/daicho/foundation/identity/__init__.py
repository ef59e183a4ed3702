# SPDX-License-Identifier: Apache-2.0
"""Staff, their sign-in and sign-out (職員)."""
