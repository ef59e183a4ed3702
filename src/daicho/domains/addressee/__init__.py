# SPDX-License-Identifier: Apache-2.0
"""Addressees (宛名): everyone the municipality writes to, non-residents (住登外) included."""
