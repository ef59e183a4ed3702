# SPDX-License-Identifier: Apache-2.0
"""The municipal domains, one folder a slice.

Order: register, addressee, collection, tax (documents, inhabitants).
"""
