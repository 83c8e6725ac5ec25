"""What a click chooses stands in the picture and, as a link, in the table behind it."""

from datetime import date
from functools import partial
from urllib.parse import parse_qs

import pandas as pd

from config.kinds import Direction
from dashboard.charts.beside import beside
from dashboard.charts.meldingen_channels import channels
from dashboard.charts.meldingen_flows import flows
from dashboard.charts.meldingen_lead_time import lead_time_by_week
from dashboard.charts.meldingen_phases import phase_times
from dashboard.charts.meldingen_routing import auto_routing
from dashboard.charts.picks import category_picks, month_pick, service_picks, week_pick
from dashboard.charts.plotly import to_plotly
from dashboard.components.table import data_table
from queries.filters import Filters
from queries.phases import PARTS
from queries.targets import State, Target

FILTERS = Filters(date(2026, 8, 31), date(2026, 11, 22), areas=("centrum",))
PERIOD = {"from": ["2026-08-31"], "to": ["2026-11-22"], "area": ["centrum"]}
MEMBERS = pd.DataFrame(
    [
        ("service", "wegen", "Openbare Werken", None),
        ("service", "oud", "Openbare Werken", None),
        ("service", "groen", "Groendienst", None),
        ("category", "boom", "Bomen", "Groen"),
        ("category", "gras", "Gras", "Groen"),
        ("category", "put", "Put in de weg", None),
    ],
    columns=["dimension", "code", "name", "theme"],
)


def query(address):
    assert address.startswith("?")
    return parse_qs(address[1:])


def test_a_name_leads_to_all_that_have_it_and_keeps_the_other_filters():
    services, categories = service_picks(MEMBERS, FILTERS), category_picks(MEMBERS, FILTERS)
    assert query(services["Openbare Werken"]) == PERIOD | {"service": ["oud", "wegen"]}
    assert query(services["Zonder dienst"]) == PERIOD | {"service": ["-"]}
    assert query(categories["Groen"]) == PERIOD | {"category": ["boom", "gras"]}
    assert query(categories["Put in de weg"]) == PERIOD | {"category": ["put"]}
    assert set(services) == {"Openbare Werken", "Groendienst", "Zonder dienst"}


def test_a_month_or_week_is_cut_off_at_the_period():
    assert query(month_pick(date(2026, 8, 1), FILTERS)) == PERIOD | {"to": ["2026-08-31"]}
    assert query(month_pick(date(2026, 10, 1), FILTERS)) == PERIOD | {"from": ["2026-10-01"], "to": ["2026-10-31"]}
    assert query(week_pick(date(2026, 11, 16), FILTERS)) == PERIOD | {"from": ["2026-11-16"]}


def links(spec):
    table = data_table(spec.table, label="x", picks=spec.picks)
    return {link.children: link.href for link in table._traverse() if type(link).__name__ == "Link"}


def chosen(figure, place=0):
    return figure["data"][place]["customdata"]


def test_a_bar_and_its_row_lead_to_the_service():
    services = service_picks(MEMBERS, FILTERS)
    frame = pd.DataFrame([("Groendienst", 9, 1, 2, 0, 0, 0, 1), ("Elders", 9, 1, 1, 0, 0, 0, 1)])
    spec = phase_times(frame.set_axis(["service", "n", *PARTS], axis=1), picks=services)
    assert chosen(to_plotly(spec)) == [services["Groendienst"]]
    assert chosen(to_plotly(spec), -1) == [""]
    assert links(spec) == {"Groendienst": services["Groendienst"]}


def test_nodes_and_flows_lead_to_service_or_category():
    moved = [("Groen", "Groendienst", "Openbare Werken", "resolved", 9, 4.0)]
    frame = pd.DataFrame(moved, columns=["intake", "first", "final", "outcome", "n", "lost_days"])
    totals = pd.DataFrame([{"closed": 9, "changed": 9, "hops": 9, "lost_days": 4.0}])
    services, categories = service_picks(MEMBERS, FILTERS), category_picks(MEMBERS, FILTERS)
    spec = flows(frame, totals, services=services, categories=categories)
    sankey = to_plotly(spec)["data"][0]
    own, other = services["Groendienst"], services["Openbare Werken"]
    assert sankey["node"]["customdata"] == [categories["Groen"], own, other, ""]
    assert sankey["link"]["customdata"] == [own, other, other]
    assert links(spec) == {"Groen": categories["Groen"], "Groendienst": own, "Openbare Werken": other}


def test_months_and_weeks_lead_to_their_days():
    frame = pd.DataFrame([(date(2026, 10, 1), "web", 9)], columns=["month", "channel", "n"])
    october = month_pick(date(2026, 10, 1), FILTERS)
    spec = channels(frame, pick=partial(month_pick, filters=FILTERS))
    assert chosen(to_plotly(spec)) == [october]
    assert links(spec) == {"okt 2026": october}
    row = {"week_start": date(2026, 9, 7), "n": 9, "median": 1.0, "p90": 2.0, "last_year_median": 1.0}
    spec = lead_time_by_week(pd.DataFrame([row | {"last_year_n": 9}]), pick=partial(week_pick, filters=FILTERS))
    week = week_pick(date(2026, 9, 7), FILTERS)
    assert [trace["customdata"] for trace in to_plotly(spec)["data"] if "customdata" in trace] == [[week], [week]]
    assert list(links(spec).values()) == [week]


def routed(**counts):
    usual = {"received": 900, "assigned": 869, "by_system": 800, "kept": 750, "screened": 860, "overruled": 43}
    return pd.DataFrame([usual | counts])


def test_routing_says_how_often_the_system_was_right():
    spec = auto_routing(routed())
    assert spec.conclusion == "Het systeem koos in 93,8\u202f% de dienst die de melding hield: 750 van 800."
    assert [part.value for part in spec.content.groups[0].parts] == [750, 50, 69]
    assert spec.facts[0].value == "5,0\u202f%"
    assert auto_routing(routed(by_system=0, kept=0)).conclusion == "Het systeem wees niets toe: mensen deden dat."
    assert auto_routing(routed(by_system=4, kept=4)).conclusion.startswith("Te weinig gevallen")
    assert auto_routing(routed(assigned=0, by_system=0, kept=0)).empty
    assert auto_routing(routed(screened=4)).facts[0].value == "–"


def test_a_number_stands_beside_what_it_was_and_should_be():
    numbers = {"part": "", "unit": "share", "value": 0.75, "numerator": 6, "denominator": 8, "n": 8}
    before = {"previous_value": 0.5, "previous_n": 20, "last_year_value": None, "last_year_n": 3}
    goal = Target(Direction.AT_MOST, 0.5, 0.6, 0.8)
    spec = beside(auto_routing(routed()), pd.DataFrame([numbers | before]), goal)
    assert [(fact.value, fact.text) for fact in spec.facts[:3]] == [
        ("75,0\u202f%", "deze periode: 6 van 8"),
        ("50,0\u202f%", "vorige periode (n = 20)"),
        ("50\u202f%", "doel"),
    ]
    assert [fact.state for fact in spec.facts] == [None, None, State.ATTENTION, None]
    days = numbers | {"part": "median", "unit": "working days", "value": 9.0, "denominator": None}
    (now, *_) = beside(auto_routing(routed()), pd.DataFrame([days | before]), None).facts
    assert (now.value, now.text) == ("9 wd", "mediaan (n = 8)")
    assert beside(spec, pd.DataFrame(), goal) is spec
