import copy
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper

from labels.corpus import LabelledStatement
from labels.errors import ArtifactError, ParityError
from serving.artifact import MODEL_FILE, TOKENIZER_FILE, load_artifact, read_contract, save_contract
from training.base import find_base
from training.config import TrainConfig
from training.export import check_parity, compress_weights, describe, export_onnx, round_weights, write_artifact
from training.loop import predict_logits
from training.model import Logits, StanceModel, build_model
from training.run import Reporter, Run, train_model


@pytest.fixture(scope="module")
def model(tiny_config: TrainConfig) -> StanceModel:
    torch.manual_seed(4)
    model = build_model(find_base(tiny_config.base).folder, tiny_config)
    round_weights(model)
    return model


@pytest.fixture(scope="module")
def exported(model: StanceModel, tiny_config: TrainConfig, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    base = find_base(tiny_config.base)
    write_artifact(folder, model, base, describe(base, tiny_config, "0" * 64))
    return folder


@pytest.fixture(scope="module")
def logits(
    model: StanceModel, exported: Path, small_statements: list[LabelledStatement], tiny_config: TrainConfig
) -> Logits:
    return predict_logits(model, small_statements, load_artifact(exported).layout, tiny_config)


def test_the_exported_model_answers_as_torch_does(
    exported: Path, logits: Logits, small_statements: list[LabelledStatement]
):
    assert check_parity(exported, logits, small_statements) < 1e-4


def test_one_other_argmax_stops_the_export(exported: Path, logits: Logits, small_statements: list[LabelledStatement]):
    stance = logits.stance.clone()
    stance[7] = stance[7].flip(0) * 50
    with pytest.raises(ParityError, match=rf"1 of {len(stance)} inputs get another stance"):
        check_parity(exported, logits._replace(stance=stance), small_statements)


def test_a_theme_that_is_off_stops_the_export(
    exported: Path, logits: Logits, small_statements: list[LabelledStatement]
):
    with pytest.raises(ParityError, match=r"a probability is 0\.\d+ off \(expected at most 0\.02\)"):
        check_parity(exported, logits._replace(themes=logits.themes + 0.2), small_statements)


def test_rounded_weights_are_stored_as_int8_without_loss(model: StanceModel, exported: Path):
    graph = onnx.load(exported / "model.onnx").graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    name = "encoder.embeddings.word_embeddings.weight"
    restored = stored[f"{name}.int8"].astype(np.float32) * stored[f"{name}.scale"][:, None]
    assert stored[f"{name}.int8"].dtype == np.int8
    assert np.abs(restored - model.state_dict()[name].numpy()).max() < 1e-6


def test_rounding_moves_no_weight_by_more_than_half_a_step(tiny_config: TrainConfig):
    fresh = build_model(find_base(tiny_config.base).folder, tiny_config)
    before = {name: p.detach().clone() for name, p in fresh.named_parameters()}
    round_weights(fresh)
    for name, after in fresh.named_parameters():
        step = before[name].abs().amax(dim=-1, keepdim=True) / 127
        assert ((after - before[name]).abs() <= step * 0.51 + 1e-9).all()


def test_small_tensors_are_not_compressed(exported: Path):
    graph = onnx.load(exported / "model.onnx").graph
    assert all(
        np.prod(t.dims) >= 4096 for t in graph.initializer if t.data_type == onnx.TensorProto.INT8 and len(t.dims) == 2
    )


def test_compressing_twice_changes_nothing(exported: Path):
    graph = onnx.load(exported / "model.onnx")
    before = graph.SerializeToString()
    compress_weights(graph)
    assert graph.SerializeToString() == before


@pytest.fixture(scope="module")
def in_pieces(exported: Path, model: StanceModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exported model once more, its weights in files of at most 20 kB."""
    folder = tmp_path_factory.mktemp("pieces")
    shutil.copyfile(exported / TOKENIZER_FILE, folder / TOKENIZER_FILE)
    export_onnx(model, folder / MODEL_FILE, piece_bytes=20_000)
    save_contract(folder, load_artifact(exported).contract)
    return folder


def test_a_large_models_weights_stand_beside_it_in_pieces_of_bounded_size(exported: Path, in_pieces: Path):
    sizes = [file.stat().st_size for file in sorted(in_pieces.glob("weights-*.bin"))]
    assert len(sizes) > 1
    largest = max(len(tensor.raw_data) for tensor in onnx.load(exported / MODEL_FILE).graph.initializer)
    assert max(sizes) <= max(20_000, largest)
    modes = {file.stat().st_mode for file in in_pieces.glob("weights-*.bin")}
    assert modes == {(in_pieces / MODEL_FILE).stat().st_mode}
    assert sum(sizes) + (in_pieces / MODEL_FILE).stat().st_size < 1.1 * (exported / MODEL_FILE).stat().st_size


def test_a_model_in_pieces_answers_as_the_whole_one(
    in_pieces: Path, logits: Logits, small_statements: list[LabelledStatement]
):
    assert check_parity(in_pieces, logits, small_statements) < 1e-4


def test_another_piece_is_another_version_and_must_fit_the_contract(in_pieces: Path, tmp_path: Path):
    folder = tmp_path / "model"
    shutil.copytree(in_pieces, folder)
    piece = folder / "weights-2.bin"
    piece.write_bytes(bytes(piece.stat().st_size))
    with pytest.raises(ArtifactError, match=r"weights-2\.bin: sha256 is"):
        load_artifact(folder)
    before = read_contract(folder)
    assert save_contract(folder, before).model_version != before.model_version
    piece.unlink()
    with pytest.raises(ArtifactError, match=r"no weights-2\.bin here"):
        load_artifact(folder)


def test_a_model_does_not_tell_where_its_base_lay(exported: Path, tiny_config: TrainConfig):
    assert str(find_base(tiny_config.base).folder).encode() not in (exported / MODEL_FILE).read_bytes()


def test_batch_and_length_are_free(exported: Path):
    inputs = onnx.load(exported / "model.onnx").graph.input
    assert [[d.dim_param for d in i.type.tensor_type.shape.dim] for i in inputs] == [["batch", "length"]] * 2


def test_a_model_that_answers_otherwise_is_not_put_in_place(
    tiny_run: tuple[Path, Run],
    tiny_config: TrainConfig,
    small_data: Path,
    silent: Reporter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    target = tmp_path / "model"
    shutil.copytree(tiny_run[0], target)
    before = load_artifact(target).contract

    def broken(model: StanceModel, file: Path) -> None:
        other = copy.deepcopy(model)
        with torch.no_grad():
            other.stance_head[-1].bias += torch.tensor([9.0, 0, 0, 0, -9.0])
        export_onnx(other, file)

    monkeypatch.setattr("training.export.export_onnx", broken)
    with pytest.raises(ParityError):
        train_model(tiny_config, [small_data], target, silent, baselines=False)
    assert load_artifact(target).contract == before
    assert [p.name for p in tmp_path.iterdir()] == ["model"]
