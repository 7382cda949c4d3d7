"""Money as people type it, and as it is shown. Amounts are whole numbers of a currency's smallest unit: pence, cents."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from babel import Locale
from babel.numbers import NumberPattern, format_currency, get_currency_name, get_currency_precision, parse_pattern
from price_parser.parser import parse_number

Per = Literal["whole", "hour", "day", "week", "month"]

MOST = 10**9  # of the currency's large unit; more is a slip of the finger, not a budget
_LONGEST = 200  # characters; nobody needs more to say a budget

_SIGNS = {
    "£": "GBP",
    "€": "EUR",
    "$": "USD",
    "¥": "JPY",
    "₹": "INR",
    "ZŁ": "PLN",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
}
_CODES = (
    "GBP",
    "EUR",
    "USD",
    "AUD",
    "CAD",
    "NZD",
    "CHF",
    "SEK",
    "NOK",
    "DKK",
    "JPY",
    "INR",
    "PLN",
    "ZAR",
    "SGD",
    "HKD",
)
_CALLED = {"quid": "GBP", "pounds": "GBP", "pound": "GBP", "euros": "EUR", "euro": "EUR", "dollars": "USD"}
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD"})
_TIMES = {"k": 1_000, "grand": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
_UNITS: dict[str, Per] = {"h": "hour", "d": "day", "w": "week", "m": "month"}

# Spaces are written \s here, because the whole pattern is read without its blanks.
_ABOUT = r"(?:\b(?:about|around|roughly|approximately|approx\.?|circa|c\.|say)|~)"
_UP_TO = r"(?:\b(?:up\sto|at\smost|max(?:imum)?(?:\sof)?|no\smore\sthan|less\sthan|under|below)|<)"
_FROM = r"(?:\b(?:from|at\sleast|min(?:imum)?(?:\sof)?|no\sless\sthan|more\sthan|over|upwards\sof)|>)"
_NUMBER = r"(?:[0-9]{1,3}(?:[ ,.][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]{1,12}(?:[.,][0-9]{1,2})?)(?![0-9])"
_SIGN = rf"(?:(?:US|AU?|CA?|NZ)?[$]|[£€¥₹]|\b(?:{'|'.join(_CODES)})\b)"
_AFTER = rf"(?:\s?(?:£|€|\$|zł|(?:{'|'.join((*_CODES, *_CALLED))})\b))"
_TIMES_WORD = r"(?:\s?(?:k|m|grand|thousand|million)\b)"
_PER = (
    r"(?:\s?(?:/|per\b|an?\b|p/)\s?(?P<per>h(?:ou)?rs?|h|days?|d|weeks?|wk|w|months?|mth|m)\b"
    r"|\s?p(?P<p>[hdw]|cm)\b|\s(?P<ly>hour|dai|week|month)ly\b)"
)
_VAT = r"(?:\s*(?:\+|plus|inc(?:l(?:uding|\.)?|\.)?|ex(?:cl(?:uding|\.)?|\.)?)\s*VAT\b)"
_MONEY = re.compile(
    rf"""
    (?P<about>{_ABOUT}\s*)?
    (?:(?P<up_to>{_UP_TO})\s*|(?P<at_least>{_FROM})\s*|\bbetween\s+)?
    (?P<about2>{_ABOUT}\s*)?
    (?:(?P<sign>{_SIGN})\s?)?(?P<low>{_NUMBER})(?P<low_times>{_TIMES_WORD})?(?P<low_after>{_AFTER})?
    (?:\s?(?:-|–|—|to\b|and\b)\s?(?:(?P<sign2>{_SIGN})\s?)?(?P<high>{_NUMBER})(?P<high_times>{_TIMES_WORD})?(?P<high_after>{_AFTER})?)?
    (?P<plus>\+(?!\s*VAT))?(?:\s?ish\b|\s?(?P<max>max)\b)?
    (?:{_PER})?{_VAT}?(?:\s(?:in\s)?(?:total|all\sin|fixed)\b)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAMING = ("sign", "low_after", "sign2", "high_after")
_NOT_MONEY = re.compile(
    r"\s?[-–]?\s?(?:words?|runs?|race|steps?|followers?|people|users?|visitors?|members?|subscribers?|pages?|miles?|am|pm|st|nd|rd|th|videos?|films?|footage|screens?|tv)\b|%|°"
    r"|\s?(?:/|an?\b|per\b|p\.?)\s?(?:years?\b|annum\b|a\b)",  # a turnover or a salary
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:budget|fee|worth|pay(?:s|ing)?|rate)(?:\s(?:of|is|about|around))?\s*[:=]?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Budget:
    """A sum, a range, or a bound, in the currency's smallest unit. `low` alone is "from", `high` alone "up to"."""

    low: int | None
    high: int | None
    currency: str
    per: Per
    about: bool


def currencies(*, locale: str) -> list[tuple[str, str]]:
    """The currencies that budgets can be in: (code, name), such as ("GBP", "British pounds")."""
    names = {code: get_currency_name(code, count=2, locale=locale) for code in _CODES}
    return [(code, name[:1].upper() + name[1:]) for code, name in names.items()]


def read_budget(typed: str, *, currency: str) -> Budget | None:
    """The budget that somebody typed, in `currency` unless they say another; None if it is not an amount."""
    typed = re.sub(r"^budget(?: of| is)?\s*:?\s*", "", " ".join(typed.split()), flags=re.IGNORECASE).rstrip(".!")
    match = _MONEY.fullmatch(typed) if len(typed) <= _LONGEST else None
    return _budget(match, currency) if match else None


def find_budget(words: str, *, currency: str) -> tuple[Budget, tuple[int, int]] | None:
    """The first sum of money in a sentence, and where it stands (start, end); None when there is none.

    A bare number is not money: it needs a sign, a "k", "an hour", or the word budget before it.
    """
    for match in _MONEY.finditer(words):
        rest = words[match.end() :]
        before = words[: match.start()]
        if before[-1:].isalnum() or before[-1:] in {".", ",", "/", "-"} or rest[:1].isalnum() or _NOT_MONEY.match(rest):
            continue
        named = any(match[group] for group in _NAMING)
        if not (named or _is_sum(match) or _INTRODUCED.search(before[-40:])):
            continue
        budget = _budget(match, currency)
        if budget:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            return budget, (start, start + len(match.group().strip()))
    return None


def read_amount(typed: str, currency: str) -> int | None:
    """One amount, in the currency's smallest unit: "£1.5k" is 150000; None for anything else."""
    budget = read_budget(typed, currency=currency)
    if not budget or budget.low != budget.high or budget.per != "whole" or budget.currency != currency:
        return None
    return budget.low


def say_amount(amount: int, currency: str, *, locale: str) -> str:
    """An amount as the reader's locale writes it: £2,000, £12.50. Whole amounts have no decimals."""
    digits = get_currency_precision(currency)
    value = Decimal(amount).scaleb(-digits)
    if value == value.to_integral_value():
        return str(_whole_pattern(locale).apply(value, locale, currency=currency, currency_digits=False))
    return format_currency(value, currency, locale=locale)


def say_budget(budget: Budget, *, locale: str) -> str:
    """A budget in words: about £2,000, £1,500 to £2,000, £40 an hour, up to £3,000."""
    low = None if budget.low is None else say_amount(budget.low, budget.currency, locale=locale)
    high = None if budget.high is None else say_amount(budget.high, budget.currency, locale=locale)
    if low is None:
        said = f"up to {high}"
    elif high is None:
        said = f"from {low}"
    else:
        said = low if low == high else f"{low} to {high}"
    per = {"whole": "", "hour": " an hour", "day": " a day", "week": " a week", "month": " a month"}[budget.per]
    return f"{'about ' if budget.about else ''}{said}{per}"


def _is_sum(match: re.Match[str]) -> bool:
    """Whether an amount without a sign is money by its form: 2k, 250 a day; but not 2m, and not 3 a week."""
    times = (match["high_times"] or match["low_times"] or "").strip().lower()
    large = len(re.sub(r"[^0-9]", "", match["low"])) > 1
    return times in {"k", "grand"} or bool(large and _per(match) != "whole")


def _budget(match: re.Match[str], currency: str) -> Budget | None:
    """The budget that a match of `_MONEY` says; None if it says none in earnest."""
    currency = _currency(match, currency)
    low = _number(match["low"], match["low_times"])
    high = _number(match["high"], match["high_times"]) if match["high"] else low
    if low is None or high is None:
        return None
    shared = _TIMES.get((match["high_times"] or "").strip().lower(), 1)
    if not match["low_times"] and match["high"] and low * shared <= high:
        low *= shared  # "2-3k" is two thousand to three thousand…
    if not match["high_times"] and high < low <= high * _TIMES.get((match["low_times"] or "").strip().lower(), 1):
        high *= _TIMES[(match["low_times"] or "").strip().lower()]  # …and so is "2k-3"
    unit = 10 ** get_currency_precision(currency)
    least, most = sorted((int(low * unit), int(high * unit)))
    if most <= 0 or most > MOST * unit:
        return None
    return Budget(
        low=None if match["up_to"] or match["max"] else least,
        high=None if (match["at_least"] and not match["high"]) or match["plus"] else most,
        currency=currency,
        per=_per(match),
        about=bool(match["about"] or match["about2"] or match.group().rstrip().lower().endswith("ish")),
    )


def _number(typed: str, times: str | None) -> Decimal | None:
    """A number with whatever separators it was typed, times a thousand for "k" and so on."""
    value = parse_number(typed)
    return None if value is None else value * _TIMES.get((times or "").strip().lower(), 1)


def _currency(match: re.Match[str], usual: str) -> str:
    """The currency that was named, else the usual one. A bare dollar is the usual dollar, where that is one."""
    named = next((match[group] for group in _NAMING if match[group]), usual).strip().upper()
    if named == "$" and usual in _DOLLARS:
        return usual
    return _SIGNS.get(named) or _CALLED.get(named.lower()) or named


def _per(match: re.Match[str]) -> Per:
    unit = (match["per"] or match["p"] or match["ly"] or "").lower()
    return "month" if unit == "cm" else _UNITS.get(unit[:1], "whole")


@cache
def _whole_pattern(locale: str) -> NumberPattern:
    """The locale's way to write money, without decimals."""
    pattern = parse_pattern(Locale.parse(locale).currency_formats["standard"].pattern)
    pattern.frac_prec = (0, 0)
    return pattern
