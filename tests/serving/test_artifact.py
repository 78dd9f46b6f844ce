import json
from pathlib import Path

import pytest

from labels.errors import ArtifactError
from serving.artifact import CONTRACT_FILE, HASHED_FILES, load_artifact, read_contract, replacing


def change_contract(folder: Path, **changes: object) -> None:
    file = folder / CONTRACT_FILE
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


@pytest.mark.parametrize("name", [CONTRACT_FILE, *HASHED_FILES])
def test_a_missing_file_is_named_with_what_mends_it(model_copy: Path, name: str):
    (model_copy / name).unlink()
    with pytest.raises(ArtifactError, match=rf"no {name} here .*'stance train'"):
        load_artifact(model_copy)


@pytest.mark.parametrize("name", HASHED_FILES)
def test_a_file_that_differs_from_its_hash_is_refused(model_copy: Path, name: str):
    with (model_copy / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(ArtifactError, match=rf"{name}: sha256 is [0-9a-f]{{64}}, the contract says [0-9a-f]{{64}}"):
        load_artifact(model_copy)


@pytest.mark.parametrize(
    ("field", "value"),
    [("format_version", "9"), ("input_version", "9"), ("taxonomy_version", "9"), ("stances", ["no"])],
)
def test_a_model_for_another_version_is_refused_with_both_values(model_copy: Path, field: str, value: object):
    change_contract(model_copy, **{field: value})
    with pytest.raises(ArtifactError, match=rf"{field} is .*(9|no).*, this version serves"):
        read_contract(model_copy)


def test_labels_in_another_order_are_refused(model_copy: Path):
    sectors = json.loads((model_copy / CONTRACT_FILE).read_text())["sectors"]
    change_contract(model_copy, sectors=sorted(sectors))
    with pytest.raises(ArtifactError, match="sectors is"):
        load_artifact(model_copy)


def test_an_unknown_field_of_a_contract_is_refused(model_copy: Path):
    change_contract(model_copy, treshold=0.5)
    with pytest.raises(ArtifactError, match="treshold"):
        read_contract(model_copy)


def test_a_contract_that_is_not_json_is_refused(model_copy: Path):
    (model_copy / CONTRACT_FILE).write_text("{")
    with pytest.raises(ArtifactError, match="is not JSON"):
        read_contract(model_copy)


def test_a_special_token_that_the_tokeniser_lacks_is_named(model_copy: Path):
    change_contract(model_copy, special_tokens={"cls": "<s>", "sep": "[SEP]", "pad": "[PAD]"})
    with pytest.raises(ArtifactError, match="no token '<s>'"):
        load_artifact(model_copy)


def test_the_model_version_changes_with_the_weights(tiny_model: Path):
    contract = read_contract(tiny_model)
    assert contract.model_version == contract.files["model.onnx"][:12]


def test_replacing_puts_the_new_folder_in_place_of_the_old(tmp_path: Path):
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / CONTRACT_FILE).touch()
    with replacing(tmp_path / "m") as fresh:
        (fresh / "new").touch()
    assert [p.name for p in (tmp_path / "m").iterdir()] == ["new"]
    assert [p.name for p in tmp_path.iterdir()] == ["m"]


@pytest.mark.parametrize("name", ["letter.txt", "data"])
def test_replacing_never_takes_the_place_of_what_is_no_model(tmp_path: Path, name: str):
    (tmp_path / "data").mkdir()
    for file in (tmp_path / "letter.txt", tmp_path / "data" / "thesis.txt"):
        file.write_text("mine")
    with pytest.raises(ArtifactError, match=name), replacing(tmp_path / name):
        pass
    assert (tmp_path / "letter.txt").read_text() == (tmp_path / "data" / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("temperature", [0, -1, float("inf")])
def test_a_temperature_that_cannot_divide_is_refused(model_copy: Path, temperature: float):
    change_contract(model_copy, temperatures={"stance": temperature})
    with pytest.raises(ArtifactError, match="temperatures"):
        read_contract(model_copy)


def test_replacing_leaves_the_old_folder_when_anything_fails(tmp_path: Path):
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / CONTRACT_FILE).touch()

    def fail_half_way() -> None:
        with replacing(tmp_path / "m") as fresh:
            (fresh / "new").touch()
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail_half_way()
    assert [p.name for p in (tmp_path / "m").iterdir()] == [CONTRACT_FILE]
    assert [p.name for p in tmp_path.iterdir()] == ["m"]
