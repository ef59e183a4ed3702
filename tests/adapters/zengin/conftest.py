# SPDX-License-Identifier: Apache-2.0
"""Made-up requests of two banks, as tables and as files."""

import pyarrow as pa
import pytest

from daicho.adapters.record_files.received_file import OutgoingBatch
from daicho.adapters.record_files.writer import compose_records
from daicho.adapters.zengin.direct_debit import DEBIT_REQUEST, DEBIT_RESULT

HEADER = {
    "client_code": "0000131032", "client_name": "ﾐﾅﾄｸ(ﾈﾂﾄ-)", "effective_on": 831,
    "bank_code": "0001", "bank_name": "ﾐﾅﾄ", "branch_code": "012", "branch_name": "ｼﾊﾞ",
    "account_kind": "1", "account_number": "7654321",
}  # fmt: skip
SECOND = {**HEADER, "bank_code": "0002", "bank_name": "ｱｵﾔﾏ"}
NAMES = ["ﾔﾏﾀﾞ ﾀﾛｳ", "ﾜﾀﾅﾍﾞ ﾊﾅｺ", "ﾐﾅﾄｼﾖｳｼﾞ(ｶ"]


def debit_rows(count=3, *, bank="0001", first=1, results=None):
    """Rows of a request, or of its result."""
    numbers = range(first, first + count)
    columns = {
        "bank_code": [bank] * count, "bank_name": ["ﾐﾅﾄ"] * count, "branch_code": ["001"] * count,
        "branch_name": ["ﾎﾝﾃﾝ"] * count, "account_kind": ["1"] * count,
        "account_number": [f"{n:07d}" for n in numbers],
        "name": [NAMES[n % 3] for n in numbers], "amount": [1_000 * n for n in numbers],
        "new_code": ["0"] * count, "customer_number": [f"{n:020d}" for n in numbers],
    }  # fmt: skip
    if results is not None:
        columns["result"] = results
    return pa.table(columns)


@pytest.fixture
def write_debits(tmp_path):
    """Write batches of rows as a request or result; gives the path."""

    def write(*batches, layout=DEBIT_REQUEST, name="debit.dat", **options):
        outgoing = [OutgoingBatch(header, rows) for header, rows in batches]
        composed = compose_records(layout, outgoing, name=name, **options)
        assert composed.problems == ()
        path = tmp_path / name
        path.write_bytes(composed.data)
        return path

    return write


@pytest.fixture
def request_path(write_debits):
    """A request of two banks: 3 rows and 2 rows."""
    return write_debits((HEADER, debit_rows(3)), (SECOND, debit_rows(2, bank="0002", first=4)))


@pytest.fixture
def result_path(write_debits):
    """The result of the same: the second and the last debit failed."""
    return write_debits(
        (HEADER, debit_rows(3, results=["0", "1", "0"])),
        (SECOND, debit_rows(2, bank="0002", first=4, results=["0", "2"])),
        layout=DEBIT_RESULT,
        name="result.dat",
    )


@pytest.fixture
def make_rows():
    """Makes rows of a request or result."""
    return debit_rows


@pytest.fixture
def headers():
    """The headers of two banks."""
    return HEADER, SECOND
