# SPDX-License-Identifier: Apache-2.0
"""How files go to and come from a bank, an agency or an office: a port, over HTTP or by hand."""
