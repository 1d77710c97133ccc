from pathlib import Path

import pytest

from bot.config import Config, ConfigError, Shop, at_data, load_config, write_shop

ROOT = Path(__file__).parents[2]


@pytest.fixture
def said(tmp_path: Path):
    """Settings read from the YAML given."""

    def read(text: str, **environment: str) -> Config:
        file = tmp_path / "config.yaml"
        file.write_text(text, "utf-8")
        return load_config(file, environment)

    return read


def test_the_shipped_file_says_the_defaults_when_people_and_reports_are_left_out() -> None:
    shipped = load_config(ROOT / "config.yaml", {})
    assert shipped.model_copy(update={"people": Config().people, "subscriptions": ()}) == Config()


def test_defaults_hold_when_there_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_config(None, {}) == Config()


def test_defaults_hold_when_the_file_is_empty(said) -> None:
    assert said("") == Config()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("lmits: {}", "there is no setting lmits — did you mean limits?"),
        ("web: {prot: 1}", "there is no setting web.prot — did you mean port?"),
        ("rules: {R06: {bnd: 1}}", "there is no setting rules.R06.bnd — did you mean band?"),
        ("rules: {R06: {channels: {a: {bnd: 1}}}}", "rules.R06.bnd — did you mean band?"),
        ("people: [{id: a, nam: x}]", "there is no setting people.0.nam — did you mean name?"),
        ("people: [{id: a}]", "people.0.name is missing"),
        ("people: []", "at least one person is needed"),
        ("people: [{id: a, name: A}, {id: a, name: B}]", "a is there twice"),
        ("shop: {zone: Mars/Base}", "there is no time zone 'Mars/Base'"),
        ("shop: {currency: yuan}", "shop.currency"),
        ("slack: {operators: '#ops'}", "like C04ABCDEFGH, instead of '#ops'"),
        (
            "subscriptions: [{line: /gmv, days: daily, time: '09:00', platform: slack, "
            "channel: standup}]",
            "like C04ABCDEFGH, instead of 'standup'",
        ),
        ("limits: {seconds: 0}", "limits.seconds"),
        ("limits: {memory: lots}", "limits.memory"),
        ("web: {port: 99999}", "web.port"),
        ("web: {token: hunter2}", "write ${NAME} here"),
        ("language: ${LANG}", "only secrets may be taken from the environment"),
        ("language: fr", "language"),
        ("rules: {lights: {green: 0.5, yellow: 0.9}}", "yellow must not be above green"),
        ("rules: {R20: {burst_days: 60}}", "burst_days must not be more than preheat_days"),
        ("rules: {R06: {metrics: {gmv: {band: 99}}}}", "less than or equal to 10"),
        ("- a list", "must hold settings as `name: value` lines"),
        ("[", "is not YAML"),
    ],
)
def test_a_mistake_is_named_when_settings_are_wrong(said, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        said(text)
    assert sentence in str(refusal.value)


def test_every_mistake_is_told_when_there_are_several(said) -> None:
    with pytest.raises(ConfigError) as refusal:
        said("lmits: {}\nlanguage: fr")
    assert len(str(refusal.value).splitlines()) == 2


def test_a_secret_never_shows_when_it_is_refused_or_printed(said) -> None:
    with pytest.raises(ConfigError) as refusal:
        said("web: {token: hunter2}")
    config = said("web: {token: '${T}'}", T="swordfish")
    assert "hunter2" not in str(refusal.value)
    assert "swordfish" not in repr(config)


def test_a_secret_comes_from_the_environment_when_it_is_named(said) -> None:
    token = said("web: {token: '${T}'}", T="swordfish").web.token
    assert token is not None
    assert token.get_secret_value() == "swordfish"


@pytest.mark.parametrize("environment", [{}, {"T": ""}])
def test_there_is_no_token_when_the_environment_lacks_it(said, environment) -> None:
    assert said("web: {token: '${T}'}", **environment).web.token is None


def test_the_environment_goes_over_the_file_when_both_speak(said) -> None:
    config = said(
        "data: here\nweb: {port: 1}",
        TIDEBELL_DATA="there",
        TIDEBELL_PORT="2",
        TIDEBELL_LANGUAGE="en",
    )
    assert (config.data, config.web.port, config.language) == (Path("there"), 2, "en")


def test_an_absent_file_is_refused_when_it_was_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "nowhere.yaml", {})


def test_the_environment_names_the_file_when_no_path_is_given(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("language: en", "utf-8")
    assert load_config(None, {"TIDEBELL_CONFIG": str(tmp_path / "mine.yaml")}).language == "en"


def test_a_folders_own_shop_wins_when_it_has_one(tmp_path: Path) -> None:
    write_shop(tmp_path, Shop(name="潮声", zone="Europe/London", currency="GBP"))
    config = at_data(Config(), tmp_path)
    assert (config.data, config.shop.zone) == (tmp_path, "Europe/London")
    assert config.shop.name == "潮声"


def test_the_configured_shop_holds_when_the_folder_has_none(tmp_path: Path) -> None:
    assert at_data(Config(), tmp_path).shop == Shop()


def test_a_folders_shop_is_refused_when_it_has_a_wrong_key(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("zon: UTC", "utf-8")
    with pytest.raises(ConfigError, match="did you mean zone"):
        at_data(Config(), tmp_path)


@pytest.mark.parametrize("word", ["linyue", "林悦"])
def test_a_person_is_found_when_named_by_id_or_name(word: str) -> None:
    assert load_config(ROOT / "config.yaml", {}).member(word).id == "linyue"


def test_the_people_are_listed_when_nobody_has_that_name() -> None:
    with pytest.raises(ConfigError, match=r"nobody is called 'bob'; the people are .*Alex"):
        load_config(ROOT / "config.yaml", {}).member("bob")


def test_a_channels_exception_wins_when_a_rule_has_one_for_the_metric_too(said) -> None:
    rule = said(
        "rules: {R06: {band: 0.2, metrics: {gmv: {band: 0.1}}, channels: {线下: {band: 0.3}}}}"
    ).rules.R06
    assert rule.where("gmv", "线下").band == 0.3
    assert rule.where("gmv").band == 0.1
    assert rule.where("orders").band == 0.2
