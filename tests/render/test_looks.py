"""What the looking commands print: shifts, who is on, the chain of a policy, bank holidays."""

from dataclasses import replace
from datetime import date, timedelta

from reconciler.holiday_views import DayRow, HolderRow
from reconciler.plan.model import Who
from reconciler.render import holidays, page, shifts, who
from reconciler.views import PageRow, PageView, ShiftRow, WhoRow
from tests.render import builders as b
from tests.render.builders import ANA, BEN, DEE, IN, KIT, NOW, OUT, TEAM, at

FILE = b.rota_file()
LIMIT = timedelta(minutes=10)


def checked(out: str) -> str:
    assert b.narrow(out)
    return out


# --- show


def row(start: str, end: str, who: Who = ANA, source: str = "rotation", **more: object) -> ShiftRow:
    fields = {"reason": None, "holiday": None, "file": "rota.yaml", "line": 70, "rota": IN, **more}
    base = ShiftRow(IN, "main", who, at(start), at(end), source)
    return replace(base, **fields)  # type: ignore[arg-type]


ROWS = (
    row("2026-11-25T12:00", "2026-11-25T17:00"),
    row("2026-12-08T09:00", "2026-12-08T17:00", BEN, "cover", reason="course"),
    row("2026-12-25T09:00", "2026-12-25T17:00", TEAM, "bank_holiday", holiday="Christmas Day"),
    row("2026-12-31T14:00", "2027-01-01T14:00", DEE, "swap", rota="new-york", line=None),
    row("2027-01-02T14:00", "2027-01-03T14:00", KIT, "foreign", rota="new-york", file=None),
    row("2027-01-04T14:00", "2027-01-05T14:00", ANA, "rotation", rota="x", reason="asked for"),
)


def show(*rows: ShiftRow, live: bool = False, verbose: bool = False) -> str:
    return checked(shifts.text(rows, FILE, now=NOW, live=live, width=80, color=False, verbose=verbose))


def test_shifts_by_rota_with_why() -> None:
    """A rota at a time; why only where it is not the ordinary turn; another zone and year are named."""
    assert show(*ROWS) == (
        "Shifts, Europe/London (from rota.yaml)\n"
        "\n"
        "In hours engineering\n"
        "  Wed 25 Nov 12:00 – 17:00  Ana Ortiz\n"
        "  Tue 8 Dec 09:00 – 17:00   Ben Ode              cover: course (rota.yaml:70)\n"
        "  Fri 25 Dec 09:00 – 17:00  PaaS team (mailbox)  Christmas Day (rota.yaml:70)\n"
        "\n"
        "New York\n"
        "  Thu 31 Dec 09:00 – Fri 1 Jan 2027 09:00 (America/New_York)      Dee Marr\n"
        "      swap (rota.yaml)\n"
        "  Sat 2 Jan 2027 09:00 – Sun 3 Jan 2027 09:00 (America/New_York)  Kit Moss\n"
        "      PagerDuty says so, not the file\n"
        "\n"
        "x\n"
        "  Mon 4 Jan 2027 14:00 – Tue 5 Jan 2027 14:00  Ana Ortiz  asked for\n"
    )


def test_verbose_shifts_name_the_line_of_every_turn() -> None:
    """With -v an ordinary turn says where it is written, too."""
    assert show(ROWS[0], verbose=True).endswith("  Wed 25 Nov 12:00 – 17:00  Ana Ortiz  (rota.yaml:70)\n")


def test_no_shifts() -> None:
    """Nothing found is said, and where it was looked for."""
    assert show(live=True) == "Shifts, Europe/London (as PagerDuty renders it)\n  No shifts in this time.\n"
    assert shifts.markdown((), FILE, now=NOW, live=True) == (
        "### Shifts, Europe/London (as PagerDuty renders it)\n\nNo shifts in this time.\n"
    )


def test_shifts_over_a_clock_change_show_wall_time() -> None:
    """A night that is an hour longer or shorter still ends at nine."""
    spring = row("2027-03-27T17:00", "2027-03-28T08:00")
    autumn = row("2026-10-24T16:00", "2026-10-25T09:00")
    out = show(spring, autumn)
    assert "Sat 27 Mar 2027 17:00 – Sun 28 Mar 2027 09:00" in out
    assert "Sat 24 Oct 17:00 – Sun 25 Oct 09:00" in out


def test_shifts_as_markdown() -> None:
    """One table in order of time."""
    assert shifts.markdown(ROWS[1:3], FILE, now=NOW, live=False) == (
        "### Shifts, Europe/London (from rota.yaml)\n"
        "\n"
        "| When | Rota | Who | Why |\n"
        "| --- | --- | --- | --- |\n"
        "| Tue 8 Dec 09:00 – 17:00 | In hours engineering | Ben Ode | cover: course |\n"
        "| Fri 25 Dec 09:00 – 17:00 | In hours engineering | PaaS team (mailbox) | Christmas Day |\n"
    )


# --- who


def on(
    name: str, person: Who | None, until: str | None, nxt: Who | None, nxt_at: str | None, **more: object
) -> WhoRow:
    base = WhoRow(
        IN, name, "Europe/London", person,
        at(until) if until else None, nxt, at(nxt_at) if nxt_at else None, known=True,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


WHO = (
    on("In hours engineering", ANA, "2026-11-30T09:00", BEN, "2026-11-30T09:00"),
    on("Out of hours engineering", None, "2026-11-25T17:00", DEE, "2026-11-25T17:00"),
    on("In hours comms", ANA, "2026-11-25T17:00", ANA, "2026-11-26T09:00"),
    on("Late", ANA, "2026-11-25T17:00", BEN, "2026-11-26T09:00"),
    on("Last", TEAM, "2026-11-25T17:00", None, None),
    on("For ever", ANA, None, None, None),
    on("Idle", None, None, None, None),
    on("NY", ANA, "2026-12-01T14:00", None, None, zone="America/New_York"),
    on("GaaP SCS Escalation", None, None, None, None, known=False),
)


def test_who_is_on_and_who_is_next() -> None:
    """Until when, then whom; the day only where it is another; not known is not nobody."""
    out = checked(who.text(WHO, FILE, at=NOW, now=NOW, live=False, width=80, color=False))
    assert out == (
        "Now, Wed 25 Nov 12:00 Europe/London (from rota.yaml)\n"
        "  In hours engineering      Ana Ortiz            until Mon 30 Nov 09:00, then\n"
        "                                                 Ben Ode\n"
        "  Out of hours engineering  nobody               from 17:00 Dee Marr\n"
        "  In hours comms            Ana Ortiz            until 17:00, again from Thu 26\n"
        "                                                 Nov 09:00\n"
        "  Late                      Ana Ortiz            until 17:00, then Ben Ode from\n"
        "                                                 Thu 26 Nov 09:00\n"
        "  Last                      PaaS team (mailbox)  until 17:00, then nobody\n"
        "  For ever                  Ana Ortiz\n"
        "  Idle                      nobody               nobody is next\n"
        "  NY                        Ana Ortiz            until Tue 1 Dec 09:00, then\n"
        "                                                 nobody (America/New_York)\n"
        "  GaaP SCS Escalation       not known            not managed here (--live asks\n"
        "                                                 PagerDuty)\n"
    )


def test_who_at_another_time_says_the_year() -> None:
    """A moment that is not now is written in full; keys only with -v; no rotas is said."""
    then = at("2026-12-25T11:00")
    out = checked(who.text(WHO[:1], FILE, at=then, now=NOW, live=True, width=80, color=False, verbose=True))
    assert out.startswith("At Fri 25 Dec 2026 11:00 Europe/London (as PagerDuty renders it)\n")
    assert "In hours engineering (in-hours)  Ana Ortiz" in out
    assert who.text((), FILE, at=NOW, now=NOW, live=False, width=80, color=False).endswith("\n  no rotas\n")


def test_who_as_markdown() -> None:
    """One row a rota."""
    assert who.markdown(WHO[:2], FILE, at=NOW, now=NOW, live=False) == (
        "### Now, Wed 25 Nov 12:00 Europe/London (from rota.yaml)\n"
        "\n"
        "| Rota | On call | Then |\n"
        "| --- | --- | --- |\n"
        "| In hours engineering | Ana Ortiz | until Mon 30 Nov 09:00, then Ben Ode |\n"
        "| Out of hours engineering | nobody | from 17:00 Dee Marr |\n"
    )


# --- page

CHAIN = (
    PageRow(1, 0, IN, "In hours engineering", TEAM, known=True, holiday="Christmas Day"),
    PageRow(2, 300, OUT, "Out of hours engineering", DEE, known=True),
    PageRow(3, 1200, "gaap", "GaaP SCS Escalation", None, known=False),
    PageRow(4, 3000, None, None, TEAM, known=True),
)
VIEW = PageView("24x7", "24x7", at("2026-12-25T11:00"), "Europe/London", CHAIN, 1)


def paged(view: PageView, within: timedelta = LIMIT, *, verbose: bool = False) -> str:
    return checked(page.text(view, now=NOW, page_within=within, width=80, color=False, verbose=verbose))


def test_the_chain_of_a_policy() -> None:
    """Minutes after the alert, whom, by which rota; what is not managed here; how often again."""
    assert paged(VIEW) == (
        "24x7 at Fri 25 Dec 2026 11:00 Europe/London\n"
        "  +0 min   PaaS team (mailbox)  In hours engineering, Christmas Day\n"
        "  +5 min   Dee Marr             Out of hours engineering\n"
        "  +20 min  whoever holds GaaP SCS Escalation (not managed here)\n"
        "  +50 min  PaaS team (mailbox)\n"
        "  then again from the top, once\n"
    )
    assert "Out of hours engineering, level 2\n" in paged(VIEW, verbose=True)


def test_a_person_who_is_reached_too_late() -> None:
    """The first person after the limit is a warning with both times."""
    assert paged(VIEW, timedelta(minutes=4)).endswith(
        "once\nThe first person is paged only after 5 minutes (limit 4 minutes).\n"
    )
    assert "only after" not in paged(VIEW, timedelta(minutes=5))


def test_nobody_is_ever_reached() -> None:
    """Mailboxes alone reach nobody, and neither does an empty chain."""
    assert paged(replace(VIEW, rows=CHAIN[:1])).endswith(
        "Nobody is ever reached: only mailboxes are mailed.\n"
    )
    assert paged(replace(VIEW, rows=())) == (
        "24x7 at Fri 25 Dec 2026 11:00 Europe/London\n"
        "Nobody is ever reached: nobody is on call at any level.\n"
    )


def test_how_often_pagerduty_tries_again() -> None:
    """Never, once, twice, and a number of times."""
    said = [page.again(replace(VIEW, repeat=number)) for number in (0, 1, 2, 3)]
    assert said == [
        "then PagerDuty gives up",
        "then again from the top, once",
        "then again from the top, twice",
        "then again from the top, 3 times",
    ]


def test_the_chain_as_markdown() -> None:
    """A table, what follows, and the warning in bold."""
    assert page.markdown(replace(VIEW, rows=CHAIN[:2], at=NOW), now=NOW, page_within=timedelta(0)) == (
        "### 24x7 now, Wed 25 Nov 2026 12:00 Europe/London\n"
        "\n"
        "| After | Who | By |\n"
        "| --- | --- | --- |\n"
        "| +0 min | PaaS team (mailbox) | In hours engineering, Christmas Day |\n"
        "| +5 min | Dee Marr | Out of hours engineering |\n"
        "\n"
        "then again from the top, once\n"
        "\n"
        "**The first person is paged only after 5 minutes (limit 0 minutes).**\n"
    )
    assert "| After |" not in page.markdown(replace(VIEW, rows=()), now=NOW, page_within=LIMIT)


# --- holidays


def holder(name: str, person: Who | None, start: str, end: str, rota: str = IN) -> HolderRow:
    return HolderRow(rota, name, person, at(start), at(end))


DAYS = (
    DayRow(
        date(2026, 12, 25), "Christmas Day", "england-and-wales", acts=True, reason=None,
        holders=(
            holder("In hours engineering", TEAM, "2026-12-25T09:00", "2026-12-25T17:00"),
            holder("Out of hours engineering", DEE, "2026-12-25T09:00", "2026-12-25T12:00", OUT),
            holder("Out of hours engineering", BEN, "2026-12-25T12:00", "2026-12-25T17:00", OUT),
            holder("New York", ANA, "2026-12-25T14:00", "2026-12-25T22:00", "new-york"),
            holder("Night", KIT, "2026-12-25T22:00", "2026-12-26T06:00", OUT),
        ),
    ),
    DayRow(date(2026, 12, 26), "Boxing Day", "england-and-wales", acts=False, reason="weekend"),
    DayRow(date(2027, 1, 1), "New Year’s Day", "england-and-wales", acts=True, reason=None),
    DayRow(date(2027, 1, 4), "Odd day", "extra", acts=False, reason=None),
)  # fmt: skip


def test_holidays_with_holders_and_reasons() -> None:
    """Under a date that acts who holds it on each rota; beside one that does not, why."""
    out = checked(holidays.text(DAYS, FILE, now=NOW, width=80, color=False))
    assert (
        "      Out of hours engineering  12:00 – 17:00                        Ben Ode\n"
        "      New York                  09:00 – 17:00 (America/New_York)     Ana Ortiz\n"
        "      Night                     Fri 25 Dec 22:00 – Sat 26 Dec 06:00  Kit Moss\n"
    ) in out
    assert "      In hours engineering      09:00 – 17:00\n          PaaS team (mailbox)\n" in out
    assert "  Sat 26 Dec      Boxing Day      does not act (weekend)\n" in out
    assert "  Fri 1 Jan 2027  New Year’s Day  acts, but no rota has a rule for it\n" in out
    assert "  Mon 4 Jan 2027  Odd day         does not act\n" in out
    verbose = checked(holidays.text(DAYS, FILE, now=NOW, width=80, color=False, verbose=True))
    assert "Boxing Day [england-and-wales]" in verbose


def test_the_holders_of_one_day() -> None:
    """One line a rota, aligned."""
    day = replace(DAYS[0], holders=DAYS[0].holders[:2])
    assert checked(holidays.text((day,), FILE, now=NOW, width=80, color=False)) == (
        "Bank holidays (england-and-wales), Europe/London\n"
        "  Fri 25 Dec  Christmas Day\n"
        "      In hours engineering      09:00 – 17:00  PaaS team (mailbox)\n"
        "      Out of hours engineering  09:00 – 12:00  Dee Marr\n"
    )


def test_a_file_without_bank_holidays() -> None:
    """No calendar is another thing than no dates."""
    bare = b.rota_file(holidays=False)
    assert holidays.text((), bare, now=NOW, width=80, color=False) == (
        "Bank holidays\n  The file names no calendar of bank holidays.\n"
    )
    assert "No bank holidays in this time." in holidays.text((), FILE, now=NOW, width=80, color=False)
    assert "names no calendar" in holidays.markdown((), bare, now=NOW)
    assert holidays.brief((), bare, now=NOW, width=80, color=False) == ""


def test_holidays_in_brief() -> None:
    """The people who hold each date that acts; a mailbox only with -v, as it pages nobody."""
    assert checked(holidays.brief(DAYS, FILE, now=NOW, width=80, color=False)) == (
        "\nBank holidays within the horizon\n"
        "  Fri 25 Dec      Christmas Day   Dee Marr, Ben Ode, Ana Ortiz, Kit Moss\n"
        "  Fri 1 Jan 2027  New Year’s Day  nobody is paged\n"
    )
    verbose = checked(holidays.brief(DAYS, FILE, now=NOW, width=80, color=False, verbose=True))
    assert "PaaS team (mailbox): In hours" in verbose
    assert holidays.brief(DAYS[1:2], FILE, now=NOW, width=80, color=False) == (
        "\nNo bank holiday acts within the horizon.\n"
    )


def test_holidays_as_markdown() -> None:
    """One table; several holders share a cell."""
    day = replace(DAYS[0], holders=DAYS[0].holders[:2])
    assert holidays.markdown((day, DAYS[1]), FILE, now=NOW) == (
        "### Bank holidays (england-and-wales), Europe/London\n"
        "\n"
        "| Date | Bank holiday | Who |\n"
        "| --- | --- | --- |\n"
        "| Fri 25 Dec | Christmas Day | In hours engineering 09:00 – 17:00: PaaS team (mailbox)"
        "<br>Out of hours engineering 09:00 – 12:00: Dee Marr |\n"
        "| Sat 26 Dec | Boxing Day | does not act (weekend) |\n"
    )
