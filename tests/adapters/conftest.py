# SPDX-License-Identifier: Apache-2.0
"""Three good rows of every kind of file, as typed tables. All people are made up."""

import pyarrow as pa
import pytest

from daicho.adapters.registry import FILE_KINDS

FISCAL_YEAR = 2025
NUMBERS = ["123456789018", "", "983205673214"]
NAMES = ["港　太郎", "渡邉　花子", "芝　一郎"]
KANA_HALF = ["ﾐﾅﾄ ﾀﾛｳ", "ﾜﾀﾅﾍﾞ ﾊﾅｺ", "ｼﾊﾞ ｲﾁﾛｳ"]
KANA = ["ミナト　タロウ", "ワタナベ　ハナコ", "シバ　イチロウ"]
BIRTHS = [19800301, 19451225, 20010228]
ADDRESS = "港区芝公園一丁目５番２５号"
REPORT = {
    "submission": ["0"] * 3, "payer_address": ["東京都港区芝三丁目１番１号"] * 3,
    "payer_name": ["株式会社みなと商事"] * 3, "income_year": ["06"] * 3, "address": [ADDRESS] * 3,
    "name": NAMES, "kana": KANA_HALF, "birth_date": BIRTHS, "individual_number": NUMBERS,
    "municipality_code": ["131032"] * 3, "payer_corporate_number": ["8000020130001"] * 3,
}  # fmt: skip
PERSON = {
    "name": NAMES, "kana": KANA, "birth_date": BIRTHS, "sex": [2, 1, 2],
    "postcode": ["1050011"] * 3, "address": [ADDRESS] * 3, "individual_number": NUMBERS,
}  # fmt: skip
RETURN = {
    **PERSON, "salary_revenue": [5_000_000, 0, 0], "business": [-300_000, 0, 2_000_000],
    "social_insurance": [700_000, 100_000, 200_000], "donation_furusato": [50_000, 0, 0],
    "dependant_1_name": ["港　次郎", "", ""], "dependant_1_birth_date": [20150505, 0, 0],
    "reference": ["A1", "A2", "A3"], "filed_on": [20250310] * 3,
}  # fmt: skip
SAMPLES = {
    "residents": {
        **PERSON, "as_of": ["20250101"] * 3, "addressee_number": ["19", "27", "35"],
        "household_number": ["19", "19", ""], "resident_class": [1, 1, 3],
        "relationship_to_householder": ["世帯主", "妻", ""], "is_protected": [0, 1, 0],
    },
    "employers": {
        "fiscal_year": ["2025"] * 3, "employer_number": ["00000019", "00000027", "00000035"],
        "corporate_number": ["8000020130001", "", ""], "name": ["みなと商事", "芝商店", "麻布"],
        "address": [ADDRESS] * 3, "half_year_payment": [0, 1, 0], "notice_by": ["1", "2", "2"],
    },
    "salary-report": {
        **REPORT, "salary_revenue": [5_000_000, 1_030_000, 9_999_999_999],
        "salary_income_stated": [3_560_000, 480_000, 0], "is_second_employer": [0, 1, 0],
        "part_year_class": [0, 2, 1], "part_year_on": [0, 20240930, 20240401],
        "housing_move_in_date": [20160401, 0, 20200101], "made_for": ["2"] * 3,
    },
    "pension-report": {
        **REPORT, "pension_part_1": [0, 1_200_000, 0], "pension_part_2": [0, 300, 7],
    },
    "tax-return": {
        **RETURN, "income_year": ["2024"] * 3, "tax_office": ["01031"] * 3,
        "return_class": ["1"] * 3, "municipality_code": ["131032"] * 3,
    },
    "inhabitants-tax-return": {**RETURN, "fiscal_year": ["2025"] * 3},
    "one-stop-notice": {
        **PERSON, "gift_year": ["2024"] * 3, "recipient_code": ["011002"] * 3,
        "recipient_name": ["札幌市"] * 3, "reference": ["1", "2", "3"],
        "municipality_code": ["131032"] * 3, "donation_one_stop": [10_000, 20_000, 5_000],
    },
    "pension-collection": {
        **{k: v for k, v in PERSON.items() if k != "individual_number"}, "kana": KANA_HALF,
        "prefecture_code": ["13"] * 3, "city_code": ["103"] * 3, "collector_code": ["001"] * 3,
        "notice_code": ["00"] * 3, "scheme_code": ["0"] * 3, "made_on": [20250520] * 3,
        "basic_pension_number": ["1234567890"] * 3, "pension_code": ["1150"] * 3,
        "pension_amount": [1_800_000, 780_000, 2_400_000], "amount_2": [72_000, 0, 0],
        "amount_3": [0, 0, 0], "event_on": [0, 0, 0], "record_class": ["2"] * 3,
    },
}  # fmt: skip


@pytest.fixture
def sample_tables():
    """Three rows a kind, typed."""
    return {kind: pa.table(columns) for kind, columns in SAMPLES.items()}


@pytest.fixture
def write_sample(sample_tables, tmp_path):
    """Write a kind's sample and give its path."""

    def write(kind):
        path = tmp_path / f"{kind}.csv"
        FILE_KINDS[kind].write(sample_tables[kind], path)
        return path

    return write
