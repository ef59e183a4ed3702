# SPDX-License-Identifier: Apache-2.0
"""当初賦課 over the whole ward: population, claims of relatives, chunks, checks, release."""
