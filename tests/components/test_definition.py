"""'How is this computed?' says what the registry says, nothing else."""

from dash.development.base_component import Component

from config.language import t, use_language
from dashboard.components.definition import definition
from queries.registry import MEASURES


def words(part):
    if isinstance(part, Component):
        return words(getattr(part, "children", None))
    if isinstance(part, list | tuple):
        return [text for item in part for text in words(item)]
    return [part] if part else []


def test_every_entry_can_be_explained_in_both_languages():
    for language in ("nl", "en"):
        with use_language(language):
            for measure in MEASURES.values():
                said = words(definition([measure]))
                for text in (measure.name, measure.sentence, measure.formula, measure.population, measure.censoring):
                    assert t(text) in said


def test_the_smallest_number_only_where_there_is_one():
    with use_language("en"):
        assert "Smallest number" not in words(definition([MEASURES["received"]]))
        assert "No share or median of fewer than 5 meldingen." in words(definition([MEASURES["on_time"]]))


def test_several_measures_stand_one_after_another():
    said = definition([MEASURES["open"], MEASURES["closed"]]).children
    assert [type(part).__name__ for part in said] == ["H3", "P", "Dl"] * 2
