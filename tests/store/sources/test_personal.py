import pytest

from dashboard.store.sources.personal import personal_columns, personal_header, personal_text, personal_values


@pytest.mark.parametrize(
    "header",
    [
        "Naam",
        "naam",
        "Voornaam",
        "e-mail",
        "E-mailadres",
        "Telefoon",
        "GSM-nummer",
        "Rijksregisternummer",
        "IP-adres",
        "ip",
        "Adres melder",
        "Naam van de aanvrager",
        "requester_email",
        "firstName",
        "contactPersonName",
        "klant straat",
    ],
)
def test_columns_that_tell_who_somebody_is(header):
    assert personal_header(header)


@pytest.mark.parametrize(
    "header",
    ["Dienstnaam", "Naam dienst", "Straat", "status", "Zip", "tip", "kanaal melder", "neighborhood", "channel"],
)
def test_columns_that_do_not(header):
    assert not personal_header(header)


@pytest.mark.parametrize(
    "text",
    [
        "mail jan@voorbeeld.be even",
        "bel 0470 12 34 56",
        "tel. 09/123.45.67",
        "+32 470 12 34 56",
        "0032(0)470123456",
        "85.07.30-033.28",
        "85073003328",
        "00.01.25-567.77",
    ],
)
def test_texts_that_tell_who_somebody_is(text):
    assert personal_text(text)


@pytest.mark.parametrize(
    "text", ["Losse stoeptegel", "2024-0001", "101000295613", "85.07.30-033.29", "@ de kerk", "12/05/2024"]
)
def test_texts_that_do_not(text):
    assert not personal_text(text)


def test_many_texts_at_once():
    assert personal_values(["put", "bel 0470 12 34 56", "put"]) == {"bel 0470 12 34 56"}
    assert personal_values([]) == frozenset()


def test_the_mapping_adds_and_keeps():
    header = ["naam", "dossier", "geheim"]
    assert personal_columns(header, extra=["geheim"], keep=["naam"]) == ("geheim",)
