# SPDX-License-Identifier: Apache-2.0
"""The online manual (オンラインマニュアル): what every page is for, opened from the page itself."""
