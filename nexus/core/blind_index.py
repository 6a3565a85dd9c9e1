"""Keyed tokens by which people are found although their names, mails and phones are encrypted.

A token is an HMAC-SHA256 under `INDEX_KEY` of a kind and a normalised word, prefix or number. Who
holds the database but not the key can count equal tokens and read nothing. The rows that hold the
tokens belong to the app that holds the people; this module only computes them.
"""

import base64
import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TOKEN_LENGTH = 22
"""Characters of a token: 16 bytes as unpadded base64url."""
_TOKEN_BYTES = 16
_MAX_TERMS = 10
_MAX_QUERY_CHARACTERS = 200
_SHORTEST_PREFIX = 2
_LONGEST_PREFIX = 12
_SHORTEST_NUMBER = 4
_LONGEST_NUMBER = 15  # E.164
_COMPLETE_NUMBER = 10

_WORD, _MAIL, _DIGITS, _NATIONAL = "word", "mail", "digits", "national"

# Letters that people type plain and that Unicode does not decompose.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# The other way to type them, by which Müller is also found as Mueller.
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_APOSTROPHES = re.compile("['`\u00b4\u02bc\u2018\u2019]")
_SEPARATORS = re.compile(r"[\W_]+")
# Chinese, Japanese and Korean names are written without a space, and one sign tells much.
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_MAIL_TERM = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]*")
_NUMBER_TERM = re.compile(r"(?<![\w.])\+?\s?\(?\d[\d\s().\-/\u2010-\u2013]{2,}(?!\w)")
# Country codes have one or two digits as listed by ITU-T E.164, and three where not listed.
_COUNTRY_CODE = re.compile(
    r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}", re.ASCII
)

_rebuilders: list[Callable[[], object]] = []


def normalise_words(text: str) -> list[str]:
    """Return the words of `text` in order, in lower case, without accents and other marks.

    Whatever is neither letter nor digit parts words: "Łukasz Weiß-O'Neill" gives lukasz, weiss,
    o, neill.
    """
    return [word for word in _SEPARATORS.split(_fold(text)) if word]


def index_tokens(*, names: Iterable[str], emails: Iterable[str], phones: Iterable[str]) -> set[str]:
    """Return the tokens under which a person with these values is found.

    Words of names and of the part before the @ are found by their first 2 to 12 characters; an
    address whole and while it is typed; a number by any beginning or end of at least 4 digits,
    with and without its country code. About 8 tokens a word and 25 a number.
    Raises ImproperlyConfigured where `INDEX_KEY` is empty.
    """
    terms: set[tuple[str, str]] = set()
    for name in names:
        terms.update((_WORD, prefix) for prefix in _word_prefixes(name))
    for email in emails:
        address = _fold(email.strip())
        terms.update((_WORD, prefix) for prefix in _word_prefixes(address.partition("@")[0]))
        terms.update((_MAIL, prefix) for prefix in _prefixes(address) if "@" in prefix)
        terms.update({(_MAIL, address), (_MAIL, address[:_LONGEST_PREFIX])})
    for phone in phones:
        for number in _NUMBER_TERM.findall(phone) or [phone]:
            terms.update(_number_index(number))
    return {_token(kind, value) for kind, value in terms if value}


def query_tokens(text: str) -> list[set[str]]:
    """Return one set of tokens for each word, address or number of `text`.

    A person matches who has at least one token of every set; where there are no sets, there is
    nothing to look for, and nobody matches. Of a word the first 12 characters count. A single
    letter beside longer words and all terms after the tenth are left out.
    Raises ImproperlyConfigured where `INDEX_KEY` is empty.
    """
    rest = text[:_MAX_QUERY_CHARACTERS]
    terms: list[set[tuple[str, str]]] = []
    for mail in _MAIL_TERM.findall(rest):
        terms.append({(_MAIL, _mail_query(mail))})
        rest = rest.replace(mail, " ", 1)
    for number in _NUMBER_TERM.findall(rest):
        if len(_digits(number)) >= _SHORTEST_NUMBER:
            terms.append(_number_query(number))
            rest = rest.replace(number, " ", 1)
    words = _query_words(rest)
    telling = [spellings for spellings in words if any(map(_tells, spellings))]
    chosen = telling if telling or terms else words
    terms += [{(_WORD, word[:_LONGEST_PREFIX]) for word in spellings} for spellings in chosen]
    return [{_token(kind, value) for kind, value in term} for term in terms[:_MAX_TERMS]]


def exact_token(kind: str, value: str) -> str:
    """Return the token of a whole value, by which encrypted values are compared and made unique.

    `kind` keeps tokens of different columns apart. Nothing is normalised: do that before.
    Raises ImproperlyConfigured where `INDEX_KEY` is empty.
    """
    return _token(f"exact-{kind}", value)


def register_rebuilder(rebuilder: Callable[[], object]) -> None:
    """Have `rebuilder()` called by `rebuild_all`; to be called from `AppConfig.ready`.

    It recomputes the tokens of every person, in chunks, and should keep those of a person of whom
    a value is `Unreadable`. Registering the same function again changes nothing.
    """
    if rebuilder not in _rebuilders:
        _rebuilders.append(rebuilder)


def rebuild_all() -> int:
    """Run every registered rebuilder and return how many there are."""
    for rebuilder in _rebuilders:
        rebuilder()
    return len(_rebuilders)


def _token(kind: str, value: str) -> str:
    key: str = settings.INDEX_KEY
    if not key:
        raise ImproperlyConfigured("INDEX_KEY must not be empty: the search for people needs it.")
    digest = hmac.digest(key.encode(), f"{kind}:{value}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_TOKEN_BYTES]).rstrip(b"=").decode("ascii")


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    # Composed again, or a Korean syllable would count as the two or three letters it consists of.
    return unicodedata.normalize("NFC", bare.translate(_PLAIN))


def _spell_out(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().translate(_SPELT_OUT)


def _prefixes(word: str) -> Iterator[str]:
    for length in range(_SHORTEST_PREFIX, min(len(word), _LONGEST_PREFIX) + 1):
        yield word[:length]


def _word_prefixes(text: str) -> Iterator[str]:
    for spelling in {text, _spell_out(text)}:
        for chunk in spelling.split():
            words = normalise_words(chunk)
            # O'Brien is also looked for as obrien, Anne-Marie as annemarie.
            for word in {*words, "".join(words)}:
                yield word[:_LONGEST_PREFIX]
                if not _SPACELESS.match(word):
                    yield from _prefixes(word)
                else:  # the given name follows the family name
                    for start in range(min(len(word), _LONGEST_PREFIX)):
                        yield word[start]
                        yield from _prefixes(word[start:])


def _query_words(text: str) -> list[set[str]]:
    bare = _APOSTROPHES.sub("", text)
    both = zip(normalise_words(bare), normalise_words(_spell_out(bare)), strict=True)
    return [{plain, spelt_out} for plain, spelt_out in both]


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST_PREFIX or _SPACELESS.match(word) is not None


def _mail_query(mail: str) -> str:
    address = _fold(mail).rstrip(".:")
    is_complete = "." in address.partition("@")[2]
    return address if is_complete else address[:_LONGEST_PREFIX]


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())


def _read_number(text: str) -> tuple[str, str, bool]:
    """Return the digits of a number, its digits without country code, and whether it has one.

    The zeros of "00", of the trunk prefix and of "(0)" are dropped.
    """
    digits = _digits(text.replace("(0)", ""))
    bare = digits.lstrip("0")
    code = _COUNTRY_CODE.match(bare)
    national = bare[code.end() :].lstrip("0") if code else ""
    return bare, national, text.lstrip(" (").startswith("+") or digits.startswith("00")


def _number_index(text: str) -> Iterator[tuple[str, str]]:
    digits, national, has_code = _read_number(text)
    lengths = range(_SHORTEST_NUMBER, _LONGEST_NUMBER + 1)
    for number in (digits, national) if has_code else (digits,):
        for length in lengths:
            if length <= len(number):
                yield _DIGITS, number[:length]
                yield _DIGITS, number[-length:]
    if len(digits) >= _SHORTEST_NUMBER:
        yield _DIGITS, digits
    if not has_code and len(digits) >= _SHORTEST_NUMBER:
        yield _NATIONAL, digits


def _number_query(text: str) -> set[tuple[str, str]]:
    digits, national, has_code = _read_number(text)
    terms = {(_DIGITS, digits)}
    if has_code or len(digits) >= _COMPLETE_NUMBER:
        # The person may have left the number without country code; then all of it must agree.
        terms.add((_NATIONAL, national))
    if text.strip().isdecimal():  # as in a mail name like smith.1990
        terms.add((_WORD, _fold(text.strip())[:_LONGEST_PREFIX]))
    return terms
