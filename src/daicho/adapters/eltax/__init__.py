# SPDX-License-Identifier: Apache-2.0
"""Files that arrive through eLTAX: reports of pay, one-stop notices, employers."""
