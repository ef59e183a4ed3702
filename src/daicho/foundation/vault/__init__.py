# SPDX-License-Identifier: Apache-2.0
"""Individual numbers apart from everything else (個人番号)."""
