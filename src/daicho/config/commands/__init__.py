# SPDX-License-Identifier: Apache-2.0
"""One module a command.

Each has NAME (its words), HELP (Japanese), configure(parser) and run(args) -> exit code.
"""
