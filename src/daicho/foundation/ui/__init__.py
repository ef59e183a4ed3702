# SPDX-License-Identifier: Apache-2.0
"""What every page is made of: the frame, the components, the filters. No municipal meaning."""
