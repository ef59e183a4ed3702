# SPDX-License-Identifier: Apache-2.0
"""The municipality's sign-in service (OpenID Connect issuer), small, for the demo and tests."""
