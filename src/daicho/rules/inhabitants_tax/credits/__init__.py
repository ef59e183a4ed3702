# SPDX-License-Identifier: Apache-2.0
"""Tax credits (税額控除), one file each."""
