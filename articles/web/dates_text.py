"""Numbers, periods and moments as the pages write them. Pure: says nothing of HTML."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from articles.web import date_words


@dataclass(frozen=True)
class Writing:
    """The language of a page, with what the settings say of its digits and months."""

    language: str
    digits: str = "western"
    month_names: str = "dual"

    @property
    def is_arabic(self) -> bool:
        return self.language.split("-")[0] == "ar"

    @property
    def comma(self) -> str:
        return (date_words.ARABIC_COMMA if self.is_arabic else ",") + " "

    def number(self, value: int) -> str:
        return self._digits(f"{value:,}")

    def month(self, number: int) -> str:
        names = date_words.MONTHS[self.month_names] if self.is_arabic else date_words.ENGLISH
        return names[number - 1]

    def period(self, year: int | None, month: int | None = None, day: int | None = None) -> str:
        """2018, حزيران (يونيو) 2018 or 8 حزيران (يونيو) 2018; without the year if that is None."""
        parts = [
            self._digits(str(day)) if day else "",
            self.month(month) if month else "",
            self._digits(str(year)) if year else "",
        ]
        return " ".join(filter(None, parts))

    def day(self, day: date) -> str:
        return self.period(day.year, day.month, day.day)

    def clock(self, moment: datetime) -> str:
        return self._digits(f"{moment:%H:%M}")

    def moment(self, moment: datetime, precision: str, zone: tzinfo) -> str:
        """As precise as it is known, in this zone; never more."""
        local = moment.astimezone(zone)
        if precision == "year":
            return self.period(local.year)
        if precision == "month":
            return self.period(local.year, local.month)
        day = self.day(local.date())
        if precision == "day":
            return day
        return f"{day}{self.comma}{self.clock(local)}"

    def zone(self, name: str) -> str:
        """The city whose time it is."""
        if self.is_arabic:
            return date_words.ZONES.get(name, name)
        return name.rsplit("/", 1)[-1].replace("_", " ")

    def _digits(self, text: str) -> str:
        if self.is_arabic and self.digits == "arabic":
            return text.translate(date_words.ARABIC_DIGITS)
        return text


def iso(moment: datetime, precision: str, zone: tzinfo) -> str:
    """For machines: the datetime attribute of <time>, as precise as the date is known."""
    local = moment.astimezone(zone)
    if precision in ("year", "month", "day"):
        return local.date().isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]
    return local.isoformat(timespec="minutes")


def utc_text(moment: datetime, precision: str) -> str:
    """The same moment at Greenwich; empty when only the day or less is known."""
    if precision in ("year", "month", "day"):
        return ""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
