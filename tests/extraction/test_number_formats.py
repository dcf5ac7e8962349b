"""Numbers of a sheet are read as they are displayed."""

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from extraction.formats import xlsx
from extraction.formats.number_formats import shown


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (0.256, "0%", "26%"), (0.256, "0.0%", "25.6%"), (1234567, "#,##0", "1,234,567"), (2.5, "0", "3"),
        (2.345, "0.00", "2.35"),
        (1234.5, "#,##0.0_ ", "1,234.5"), (-1234, '#,##0;"△ "#,##0', "△ 1,234"), (-5, "#,##0;[Red]-#,##0", "-5"),
        (0, '#,##0;-#,##0;"-"', "-"), (0.5, '0.0"％"', "0.5％"), (7, "000", "007"), (1234567, "#,##0,", "1,235"),
        (12, '#,##0"人"', "12人"), (1500, "[$¥-411]#,##0", "¥1,500"), (0.5, "#.##", ".5"), (3, "0.##", "3"),
        (0, "#,##0", "0"),
        (-0.001, "0.0", "0.0"), (12.5, '_ * #,##0.0_ ;_ * -#,##0.0_ ;_ * "-"_ ;_ @_ ', "12.5"), (9, r"0\点", "9点"),
        (-0.05, "0.0%", "-5.0%"),
    ],
)  # fmt: skip
def test_what_is_displayed_is_read(value, code, words):
    assert shown(value, code) == words


@pytest.mark.parametrize("code", ["yyyy/m/d", "[$-411]ge.m.d", "h:mm", "0.00E+00", "# ?/?", "@", "", '"文"', "0-0"])
def test_what_is_no_plain_number_is_left_alone(code):
    assert shown(12345.678, code) is None


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.text(st.sampled_from('#0?,.%;"\\_*[]$-△円 Gy@/'), max_size=20)
)
def test_no_format_makes_it_stumble(value, code):
    found = shown(value, code)
    assert found is None or len(found) < 400


def test_a_workbook_is_read_with_its_formats(tmp_path: Path):
    path = tmp_path / "見本.xlsx"
    with xlsxwriter.Workbook(path) as book:
        other = book.add_worksheet("ほか")
        other.write(0, 0, 0.5)
        sheet = book.add_worksheet("率")
        sheet.write_row(1, 1, ["件数", "率"])
        sheet.write(2, 1, 12345, book.add_format({"num_format": "#,##0"}))
        sheet.write(2, 2, 0.12345, book.add_format({"num_format": "0.0%"}))
        sheet.write_formula(3, 2, "=C3", book.add_format({"num_format": "0.00"}), 0.12345)
        sheet.write(3, 1, "12%", book.add_format({"num_format": "0.0%"}))
    first, second = xlsx.read(path, 1, 2)
    assert first.text == "0.5"
    assert second.text == "件数\t率\n12,345\t12.3%\n12%\t0.12"
