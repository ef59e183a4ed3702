# SPDX-License-Identifier: Apache-2.0
"""From stored assessments to papers: one on a page, or all of a run. Both go the same way.

What a paper shows in detail is computed again from the stored basis and compared with what was
decided: a figure that is not the decided one is never printed.
"""
