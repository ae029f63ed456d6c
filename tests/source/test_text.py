from __future__ import annotations

import ast
import codecs

import pytest

from hublint.source.source import Source
from hublint.source.text import SourceError, Text

JAPANESE = "# 学習済みモデル"


class TestDecoding:
    def test_plain_utf_8_is_kept_as_the_files_own_bytes(self) -> None:
        raw = "x = 'é'\n".encode()
        text = Text(raw)
        assert text.encoding == "utf-8"
        assert text.utf8 is raw

    def test_a_byte_order_mark_is_no_part_of_the_text_and_comes_back(self) -> None:
        text = Text(codecs.BOM_UTF8 + b"x = 1\n")
        assert text.utf8 == b"x = 1\n"
        assert text.encode(b"y = 2\n") == codecs.BOM_UTF8 + b"y = 2\n"

    @pytest.mark.parametrize(
        ("encoding", "body"),
        [
            ("latin-1", "prénom = 'é'"),
            ("iso-8859-15", "prix = '€'"),
            ("cp1252", "prix = '€ “x”'"),
            ("shift_jis", JAPANESE),
            ("euc-jp", JAPANESE),
            ("gbk", "# 模型"),
            ("koi8-r", "# модель"),
        ],
    )
    def test_a_declared_encoding_is_read_and_written(self, encoding: str, body: str) -> None:
        code = f"# -*- coding: {encoding} -*-\n{body}\n"
        raw = code.encode(encoding)
        text = Text(raw)
        assert text.utf8.decode() == code
        assert text.encode(text.utf8) == raw
        assert text.encode(text.utf8 + b"x = 1\n") == raw + b"x = 1\n"

    @pytest.mark.parametrize(
        "head",
        [
            "# coding: latin-1",
            "# -*- coding: latin-1 -*-",
            "# vim: set fileencoding=latin-1 :",
            "#!/usr/bin/python\n# coding=latin-1",
            "\n# coding: latin-1",
            " \t\f# coding: latin-1",
            "# -*- coding: latin-1-unix -*-",
            "# coding: Latin_1",
            "#!/usr/bin/python\r\n# coding=latin-1\r",
            "#!/usr/bin/python\r# coding=latin-1",
        ],
    )
    def test_the_declaration_is_found_where_python_finds_it(self, head: str) -> None:
        raw = f"{head}\nx = 'é'\n".encode("latin-1")
        assert "é" in Text(raw).utf8.decode()
        assert "é" in {node.value for node in ast.walk(ast.parse(raw)) if isinstance(node, ast.Constant)}

    @pytest.mark.parametrize(
        "head", ["x = 1\n# coding: latin-1", "\n\n# coding: latin-1", "'''\n# coding: latin-1\n'''", "#coding latin-1"]
    )
    def test_elsewhere_it_is_a_comment_like_any_other(self, head: str) -> None:
        raw = f"{head}\nx = 'é'\n".encode()
        assert Text(raw).encoding == "utf-8"
        ast.parse(raw)

    @pytest.mark.parametrize("spelled", ["utf-8", "UTF8", "utf_8", "utf-8-unix", "utf8-sig", "utf-8-sig", "U8"])
    def test_every_spelling_of_utf_8(self, spelled: str) -> None:
        raw = f"# coding: {spelled}\nx = 'é'\n".encode()
        if spelled == "utf8-sig":
            with pytest.raises(SourceError, match="unknown encoding 'utf8-sig'"):
                Text(raw)
        else:
            assert Text(raw).utf8 == raw

    @pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "zlib", "os.path", "base64"])
    def test_an_unknown_encoding_is_named(self, name: str) -> None:
        raw = f"# coding: {name}\n".encode()
        with pytest.raises(SourceError, match="declares the unknown encoding") as caught:
            Text(raw)
        assert caught.value.line == 1
        with pytest.raises(SyntaxError):
            ast.parse(raw)

    @pytest.mark.parametrize("name", ["utf-16", "utf-32", "punycode", "undefined"])
    def test_an_encoding_that_no_source_is_written_in(self, name: str) -> None:
        with pytest.raises(SourceError, match="not valid"):
            Text(f"# coding: {name}\nx = 1\n".encode())

    @pytest.mark.parametrize("body", ['# coding: utf-7\nx = "+2AA-"\n', '# coding: unicode_escape\nx = "\\ud800"\n'])
    def test_an_encoding_that_smuggles_in_half_a_character(self, body: str) -> None:
        with pytest.raises(SourceError, match="not valid"):
            Text(body.encode())

    def test_bytes_that_are_not_in_the_encoding_are_named_with_their_line(self) -> None:
        with pytest.raises(SourceError, match=r"not valid utf-8 text \(byte 0xe9\); declare its encoding") as caught:
            Text(b"a = 1\r\nb = 2\rc = '\xe9'\n")
        assert caught.value.line == 3

    def test_a_byte_order_mark_contradicts_another_encoding(self) -> None:
        raw = codecs.BOM_UTF8 + b"# coding: latin-1\nx = 1\n"
        with pytest.raises(SourceError, match="byte order mark and declares the encoding iso-8859-1"):
            Text(raw)
        with pytest.raises(SyntaxError):
            ast.parse(raw)

    def test_a_byte_order_mark_agrees_with_utf_8(self) -> None:
        assert Text(codecs.BOM_UTF8 + b"# coding: utf-8\nx = 1\n").utf8 == b"# coding: utf-8\nx = 1\n"


class TestEncoding:
    def test_a_character_that_the_encoding_lacks_is_refused(self) -> None:
        text = Text(b"# coding: latin-1\nx = 1\n")
        with pytest.raises(SourceError, match="needs '→', which iso-8859-1 does not have"):
            text.encode("x = '→'\n".encode())

    def test_bytes_that_do_not_come_back_are_never_written(self) -> None:
        # ISO-2022-JP may shift to ASCII where it already is: two byte sequences, one text.
        raw = b"# coding: iso2022_jp\nx = '\x1b(B'\n"
        with pytest.raises(SourceError, match="do not survive"):
            Text(raw).encode(Text(raw).utf8)


class TestLines:
    @pytest.mark.parametrize(
        ("code", "starts"),
        [
            ("", [0]),
            ("a", [0]),
            ("a\n", [0, 2]),
            ("a\nb", [0, 2]),
            ("a\r\nb\r\n", [0, 3, 6]),
            ("a\rb\r", [0, 2, 4]),
            ("a\r\nb\rc\nd", [0, 3, 5, 7]),
            ("a\n\r", [0, 2, 3]),
            ("a\fb\vc\x1cd\x85e\u2028f\n", [0, 15]),
        ],
    )
    def test_lines_end_where_python_ends_them(self, code: str, starts: list[int]) -> None:
        assert Text(code.encode()).line_starts == starts

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("blank", ["", "\f", "  \f ", "'''\f'''", "# \f\v\u2028"])
    def test_positions_of_the_parser_are_offsets(self, newline: str, blank: str) -> None:
        raw = newline.join(["", blank, "é = 'é'; found", blank, "\ffound", ""]).encode()
        text = Text(raw)
        names = [node for node in ast.walk(ast.parse(raw)) if isinstance(node, ast.Name) and node.id == "found"]
        assert len(names) == 2
        for name in names:
            at = text.offset(name.lineno, name.col_offset)
            assert raw[at : at + 5] == b"found"

    def test_rows_and_columns_count_characters(self) -> None:
        text = Text("é = 1\r\nx = '模型', y\n".encode())
        assert text.position(text.utf8.index(b"y")) == (2, 11)
        assert text.position(0) == (1, 1)
        assert text.position(len(text.utf8)) == (3, 1)

    def test_a_line_comes_without_its_newline(self) -> None:
        text = Text(b"a\r\nb\fc\rd")
        assert [text.line(row) for row in (1, 2, 3)] == ["a", "b\fc", "d"]

    @pytest.mark.parametrize(
        ("code", "newline"), [("a\r\nb\n", "\r\n"), ("a\rb\n", "\r"), ("a\nb\r\n", "\n"), ("a", "\n")]
    )
    def test_the_first_newline_is_the_files(self, code: str, newline: str) -> None:
        assert Text(code.encode()).newline == newline


def test_a_binary_file_is_called_one() -> None:
    with pytest.raises(SourceError, match="binary file, not Python source"):
        Text(b"\x7fELF\x02\x01\0\0\xd0\xff")


class TestDecodedText:
    @pytest.mark.parametrize("cookie", ["latin-1", "shift_jis", "utf-16", "no-such-encoding"])
    def test_what_the_buffer_declares_is_not_obeyed(self, cookie: str) -> None:
        utf8 = f"# coding: {cookie}\nx = '模型 é'\n".encode()
        text = Text.decoded(utf8)
        assert text.utf8 is utf8
        assert text.encode(b"y = 1\n") == b"y = 1\n"
        source = Source(text)
        assert [node.value for node in ast.walk(source.tree) if isinstance(node, ast.Constant)] == ["模型 é"]
        (statement,) = source.tree.body
        assert source.span(statement) == (utf8.index(b"x"), len(utf8) - 1)

    def test_a_byte_order_mark_is_kept_as_in_a_file(self) -> None:
        text = Text.decoded(codecs.BOM_UTF8 + b"# coding: latin-1\nx = 1\n")
        assert text.utf8 == b"# coding: latin-1\nx = 1\n"
        assert text.encode(b"y = 2\n") == codecs.BOM_UTF8 + b"y = 2\n"
        assert Source(text).tree.body

    def test_a_changed_buffer_is_a_buffer_and_a_changed_file_is_a_file(self) -> None:
        buffer = Text.decoded("# coding: latin-1\nx = 'é'\n".encode()).changed("# coding: latin-1\ny = 'é'\n".encode())
        assert buffer.utf8 == "# coding: latin-1\ny = 'é'\n".encode()
        file = Text("# coding: latin-1\nx = 'é'\n".encode("latin-1")).changed("# coding: latin-1\ny = 'é'\n".encode())
        assert file.raw == "# coding: latin-1\ny = 'é'\n".encode("latin-1")
        assert file.utf8 == buffer.utf8

    @pytest.mark.parametrize(
        "utf8", [b"x = '\xed\xb2\x80'\n", b"\xff", b"x = 1\0\n", b"\xef\xbb\xbf\xef\xbb\xbfx = 1\n"]
    )
    def test_what_is_no_python_is_told_as_of_a_file(self, utf8: bytes) -> None:
        with pytest.raises(SourceError):
            Source(Text.decoded(utf8))
