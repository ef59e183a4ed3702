# SPDX-License-Identifier: Apache-2.0
"""Jobs that run by schedule: what of the domains a worker does without anybody at a desk."""
