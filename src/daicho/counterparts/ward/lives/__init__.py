# SPDX-License-Identifier: Apache-2.0
"""The ward's register with lives in it: who came, was born, married, moved, died, and when told.

timeline  who lives there from when to when, agreeing with the residents of both January firsts
cast      everybody's items as the register first knows them
scenes    what may happen to a person or a household, and what it changes
story     one household's scenes in the order of the days
book      rows and events, written as the product writes them
files     the register's CSV (docs/reference/register-csv.md)
"""
