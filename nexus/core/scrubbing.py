"""Takes out of a text what it may not say of a person: addresses, numbers, secrets, queries.

What is logged or reported goes through here. Rather too much is masked than too little.
"""

from __future__ import annotations

import re

_MASK = "[…]"
_LONGEST = 8_000

# In this order: later ones would else see half of what earlier ones take whole.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # What PostgreSQL and pydantic repeat of a value that they refuse.
    (
        re.compile(
            r"(?i)\b(Key \([^)]{0,200}\))=\(.{0,1000}\)(?= already| is | conflicts|$)", re.M
        ),
        rf"\1=({_MASK})",
    ),
    (re.compile(r"(?i)(Failing row contains) \(.{0,4000}\)"), rf"\1 ({_MASK})"),
    (re.compile(r"(input_value=).{0,500}?(?=, input_type=|\]|$)", re.M), rf"\1{_MASK}"),
    # Credentials in an address, and everything behind its question mark.
    (re.compile(r"(\b\w{1,12}://)[^/\s@\"']{1,200}@"), rf"\1{_MASK}@"),
    (re.compile(r"(?<=[\w/%.-])\?[^\s\"'<>]+"), f"?{_MASK}"),
    (re.compile(r"(?i)\b(bearer|basic|token|digest)\s+[\w.~+/=-]{6,}"), rf"\1 {_MASK}"),
    (
        re.compile(
            r"(?i)([\"']?\b(?:\w{0,30}?(?:password|passwd|passphrase|secret|token|api[_-]?key|cookie)|authorization"
            r"|sessionid|csrfmiddlewaretoken|otp|totp)[\"']?\s*[=:]\s*)"
            r"(?:\"[^\"]*\"|'[^']*'|[^\s,;&})\]]+)"
        ),
        rf"\1{_MASK}",
    ),
    (re.compile(r"(?i)\b(code)([\"']?\s*[=:]?\s*[\"']?)\d{4,8}\b"), rf"\1\2{_MASK}"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*"), _MASK),
    # Addresses, also with foreign letters or written in percent signs.
    (
        re.compile(r"[^\s@<>\"'(),:;=\[\]{}]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"),
        "[e-mail]",
    ),
    # Long and of both letters and digits: keys, links with a secret, signatures.
    (
        re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{24,}={0,2}(?![\w-])"),
        _MASK,
    ),
    # Phone numbers: with a plus, with a leading nought, in the American way, or just long.
    (re.compile(r"(?<![\w.:-])\+\d(?:[ ().\-/\u00a0]{0,2}\d){6,14}(?!\w)"), "[phone]"),
    (
        re.compile(r"(?<![\w.:-])\(?0\d{1,5}\)?(?:[ .\-/\u00a0]{1,2}\d{2,}){1,4}(?![\w.:])"),
        "[phone]",
    ),
    (re.compile(r"(?<![\w.:-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)"), "[phone]"),
    (re.compile(r"(?<![\w.,-])\d{10,16}(?![\w.])"), "[number]"),
    (re.compile(r"(?<![\w.,-])0\d{8,14}(?![\w.])"), "[phone]"),
)


def scrub(text: str) -> str:
    """Return `text` without what may be personal or secret."""
    text = text[:_LONGEST]
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


def scrub_traceback(text: str) -> str:
    """Scrub what exceptions say, and leave the names of files alone."""
    return "\n".join(
        line if line.lstrip().startswith('File "') else scrub(line)
        for line in text[-_LONGEST:].splitlines()
    )
