import ast
import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inferd.errors import SourceError
from inferd.source.text import (
    LineIndex,
    char_to_utf8,
    char_to_utf16,
    content_hash,
    decode,
    split_lines,
    utf8_to_char,
    utf16_to_char,
)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        (b"x = 1\n", "x = 1\n", "utf-8"),
        ("é = 1\r\n".encode(), "é = 1\r\n", "utf-8"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n", "utf-8-sig"),
        (b"\xef\xbb\xbf# coding: utf-8\n", "# coding: utf-8\n", "utf-8-sig"),
        (b"# coding: latin-1\n'\xe9'", "# coding: latin-1\n'é'", "iso8859-1"),
        (b"# -*- coding: ISO_8859_1-unix -*-\n'\xe9'", "# -*- coding: ISO_8859_1-unix -*-\n'é'", "iso8859-1"),
        (b"#!/x\n# vim: set fileencoding=cp1252 :\n'\x80'", "#!/x\n# vim: set fileencoding=cp1252 :\n'€'", "cp1252"),
        (b"#!x\r# coding: latin-1\r'\xe9'", "#!x\r# coding: latin-1\r'é'", "iso8859-1"),
        (b"#!x\r\n# coding: latin-1\r\n'\xe9'", "#!x\r\n# coding: latin-1\r\n'é'", "iso8859-1"),
        (b" \t\x0c\n# coding=latin-1\n'\xe9'", " \t\x0c\n# coding=latin-1\n'é'", "iso8859-1"),
        (b"# coding: , coding=latin-1\n'\xe9'", "# coding: , coding=latin-1\n'é'", "iso8859-1"),
        (b"# coding: utf-8-whatever\n", "# coding: utf-8-whatever\n", "utf-8"),
        (b"# coding: utf8\n'\xc3\xa9'", "# coding: utf8\n'é'", "utf-8"),
        (b"# coding: koi8-r\n'\xc1'", "# coding: koi8-r\n'а'", "koi8-r"),
        (b"'''\n# coding: latin-1\n'''", "'''\n# coding: latin-1\n'''", "utf-8"),
        (b"\n\n# coding: latin-1\n", "\n\n# coding: latin-1\n", "utf-8"),
        (b"x = 'coding: latin-1'", "x = 'coding: latin-1'", "utf-8"),
    ],
)
def test_decode(data, text, encoding):
    assert decode(data) == (text, encoding)
    assert ast.dump(ast.parse(data)) == ast.dump(ast.parse(text))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x = 1\0\n", "null bytes"),
        ("x = 1\n".encode("utf-16"), "null bytes"),
        (b"x = '\xe9'\n", "not valid utf-8 at byte 5"),
        (b"\xef\xbb\xbfx = '\xe9'\n", "not valid utf-8 at byte 8"),
        (b"# coding: utf-8\n\xff", "not valid utf-8 at byte 16"),
        (b"# coding: ascii\n\xff", "not valid ascii at byte 16"),
        (b"# coding: nope\n", "encoding nope unknown"),
        (b"# coding: ..x\n", "encoding ..x unknown"),
        (b"# coding: rot13\n", "encoding rot13 unknown"),
        (b"# coding: zip\n", "encoding zip unknown"),
        (b"# coding: hex\n", "encoding hex unknown"),
        (b"# coding: punycode\n", "encoding punycode unknown"),
        (b"# coding: undefined\n", "not valid undefined"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "encoding latin-1 contradicts the byte order mark"),
        (b"'''\n# coding: latin-1\n\xe9'''", "not valid utf-8 at byte 22"),
        (b"\\\n# coding: latin-1\n'\xe9'", "not valid utf-8 at byte 21"),
    ],
)
def test_decode_says_why_not(data, reason):
    with pytest.raises(SourceError) as caught:
        decode(data, "a.py")
    assert (caught.value.path, caught.value.reason) == ("a.py", reason)
    with pytest.raises((SyntaxError, ValueError)):
        compile(data, "a.py", "exec")


cookies = st.sampled_from(
    ["utf-8", "UTF_8", "latin-1", "Latin_1-x", "iso-8859-15", "cp1252", "rot13", "nope", "utf-8-sig", "ascii", "..", ""]
)
heads = st.sampled_from(["", "#!/x", " ", "\f", "x=1", "'''a'''", "# coding", "#\t", "\\", "  # x"])
ends = st.sampled_from(["\n", "\r\n", "\r"])


@given(
    heads, ends, cookies, st.sampled_from([":", "=", ": \t", " :"]), st.sampled_from([b"'\xe9'", b"'\xc3\xa9'"]), ends
)
def test_decode_agrees_with_the_compiler(head, end, cookie, sign, literal, other_end):
    data = f"{head}{end}# coding{sign}{cookie} x{other_end}".encode() + b"v = " + literal + b"\n"
    try:
        tree = ast.parse(data)
    except SyntaxError as error:
        expected = None
        if "unexpected" in str(error) or "invalid syntax" in str(error):
            return  # it decodes, it is just no Python
    else:
        expected = tree.body[-1].value.value
    try:
        text, _ = decode(data)
    except SourceError:
        assert expected is None
    else:
        assert text.split("'")[-2] == expected


def test_encoding_gives_the_bytes_back():
    for data in (b"\xef\xbb\xbfx\r\n", b"# coding: latin-1\r\xe9", "é\n".encode()):
        text, encoding = decode(data)
        assert text.encode(encoding) == data


def test_content_hash_is_sixteen_bytes_of_the_content():
    assert content_hash(b"") == bytes.fromhex("cae66941d9efbd404e4d88758ea67670")
    assert content_hash(b"a") != content_hash(b"b")


odd_text = st.text(alphabet=st.sampled_from(list("ab \n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029é漢😀")), max_size=40)


@given(odd_text)
def test_lines_add_up_and_end_only_where_python_ends_them(text):
    lines = split_lines(text)
    assert "".join(lines) == text
    for line in lines:
        content = line[:-2] if line.endswith("\r\n") else line[:-1] if line.endswith(("\n", "\r")) else line
        assert "\n" not in content
        assert "\r" not in content
    assert len(lines) == len(text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")) * bool(text)


rows_of_code = st.sampled_from(["x = 'é'", "# \f \u2028 \x85", "", "y = '\x1c\u2029'", "\f", "z = '''a{end}\fb'''"])


@given(st.lists(rows_of_code, max_size=8), ends)
def test_line_numbers_are_those_of_ast(rows, end):
    text = end.join([*(row.format(end=end) for row in rows), "last = 1"])
    tree = ast.parse(text)
    lines = split_lines(text)
    assert tree.body[-1].lineno == len(lines)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            line = lines[node.lineno - 1]
            column = utf8_to_char(line, node.col_offset)
            assert line[column : column + len(node.id)] == node.id
    if end == "\n":
        last = list(tokenize.generate_tokens(io.StringIO(text, newline="").readline))[-1]
        assert last.start[0] == len(lines) + 1


@given(st.text())
def test_columns_agree_with_the_encoders(line):
    for column in range(len(line) + 1):
        utf8 = len(line[:column].encode())
        utf16 = len(line[:column].encode("utf-16-le")) // 2
        assert char_to_utf8(line, column) == utf8
        assert utf8_to_char(line, utf8) == column
        assert char_to_utf16(line, column) == utf16
        assert utf16_to_char(line, utf16) == column


@given(st.text())
def test_columns_inside_a_character_mean_its_start_and_past_the_end_the_end(line):
    starts = [len(line[:column].encode()) for column in range(len(line) + 1)]
    for byte in range(starts[-1] + 3):
        assert utf8_to_char(line, byte) == max(column for column, start in enumerate(starts) if start <= byte)
    units = [len(line[:column].encode("utf-16-le")) // 2 for column in range(len(line) + 1)]
    for unit in range(units[-1] + 3):
        assert utf16_to_char(line, unit) == max(column for column, start in enumerate(units) if start <= unit)
    assert char_to_utf8(line, len(line) + 5) == starts[-1]
    assert char_to_utf16(line, len(line) + 5) == units[-1]


def test_columns_stand_lone_surrogates():
    line = "a\ud800b"
    assert [char_to_utf8(line, column) for column in range(4)] == [0, 1, 4, 5]
    assert [utf8_to_char(line, byte) for byte in (0, 1, 4, 5)] == [0, 1, 2, 3]
    assert [char_to_utf16(line, column) for column in range(4)] == [0, 1, 2, 3]


def test_line_index():
    index = LineIndex("ab\r\nc\u2028d\n\né")
    assert index.lines == ["ab\r\n", "c\u2028d\n", "\n", "é"]
    assert [index.line(number) for number in (0, 1, 4, 5)] == ["", "ab\r\n", "é", ""]
    assert [index.offset(1, 0), index.offset(1, 9), index.offset(2, 2), index.offset(4, 1)] == [0, 2, 6, 10]
    assert [index.offset(0, 3), index.offset(9, 0)] == [0, 10]
    assert [index.position(offset) for offset in (-1, 0, 4, 8, 9, 10, 99)] == [
        (1, 0), (1, 0), (2, 0), (3, 0), (4, 0), (4, 1), (4, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "end"), [("", (1, 0)), ("a", (1, 1)), ("a\n", (2, 0)), ("a\r", (2, 0)), ("\n", (2, 0))]
)
def test_the_end_of_a_text_has_a_position(text, end):
    index = LineIndex(text)
    assert index.position(len(text)) == end
    assert index.offset(*end) == len(text)


@given(odd_text)
def test_offsets_and_positions_are_inverse(text):
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        line, column = index.position(offset)
        if offset == 0 or text[offset - 1 : offset + 1] != "\r\n":  # nothing points between the two
            assert index.offset(line, column) == offset
