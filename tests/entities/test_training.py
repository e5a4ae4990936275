"""Training on a handful of sentences; its tools are not among the packages that the site runs on."""

import random

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.conll import Sentence
from articles.entities.recognition.decode import Decoder
from articles.entities.recognition.features import Reader, sentence_features
from articles.entities.recognition.word_types import (
    NO_TYPES,
    WordTypes,
    read_word_types,
    word_hash,
    write_word_types,
)
from articles.management import demo_names

READER = Reader(Gazetteer({"زرنوق": "L"}, {"زرنوق": (1,)}, {"سامي": "g"}), NO_TYPES, {"مدينه": "l"})
FIRST, LAST = ("سامي", "وليد", "هند"), ("حداد", "كرشون", "زيتون")
PLACES, VERBS = ("زرنوق", "حمرون", "بلوط"), ("وصل", "قال", "غادر")


def sentences(number):
    chosen = random.Random(number)
    for _ in range(number):
        person = (chosen.choice(FIRST), chosen.choice(LAST))
        words = (chosen.choice(VERBS), *person, "إلى", "مدينة", chosen.choice(PLACES), "(أمس", ".")
        yield Sentence(words, ("O", "B-PER", "I-PER", "O", "O", "B-LOC", "O", "O"))


@pytest.fixture(scope="module")
def crf():
    from articles.entities.recognition.learning import crf

    return crf


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "labelled.txt"
    pairs = (zip(each.words, each.labels, strict=True) for each in sentences(30))
    lines = ("\n".join(" ".join(pair) for pair in each) for each in pairs)
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_training_reads_the_words_of_the_running_text(crf):
    ((words, labels),) = crf.text_sentences([next(iter(sentences(1)))])
    assert words[-3:] == ["(", "أمس", "."]
    assert labels == ["O", "B-PER", "I-PER", "O", "O", "B-LOC", "O", "O", "O"]


def test_the_decoder_answers_as_crfsuite_does(crf, tmp_path):
    import pycrfsuite

    trainer = pycrfsuite.Trainer("lbfgs", verbose=False)
    for words, labels in crf.text_sentences(sentences(30)):
        trainer.append(sentence_features(words, READER), labels)
    trainer.set_params({"c1": 0.1, "max_iterations": 20, "feature.possible_transitions": True})
    trainer.train(str(tmp_path / "crf"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "crf"))
    decoder = Decoder(crf.exported(tmp_path / "crf", []), READER)
    chosen = random.Random(7)
    for _ in range(50):
        words = chosen.choices([*FIRST, *LAST, *PLACES, *VERBS, "إلى", "مدينة", "."], k=chosen.randint(1, 9))
        assert decoder.labels(decoder.scores(words)) == tagger.tag(sentence_features(words, READER))


def test_the_same_sentences_make_the_same_weights(crf):
    one, other = (crf.train(list(sentences(20)), READER, iterations=10) for _ in range(2))
    assert one.rows == other.rows
    assert (one.table == other.table).all()


def test_the_commands_train_and_judge(crf, file, tmp_path, capsys):
    out = tmp_path / "model"
    out.mkdir()
    call_command("train_recogniser", file, "--out", out)
    assert (out / "weights.npz").stat().st_size > 0
    call_command("evaluate_entities", file, "--folds", "2", "--without", "word-types", "second-pass")
    shown = capsys.readouterr().out
    assert "person" in shown
    assert "a second on one core" in shown


def test_the_shipped_model_is_judged_on_a_file(file, capsys):
    call_command("evaluate_entities", file, "--json")
    assert '"words": 240' in capsys.readouterr().out


def test_the_demo_is_judged_by_halves(capsys, monkeypatch):
    all_rows = demo_names._rows
    few = {"articles.jsonl": 5}
    monkeypatch.setattr(demo_names, "_rows", lambda name: all_rows(name)[: few.get(name)])
    call_command("evaluate_entities", "--demo", "--half", "tune")
    assert "organisation" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Name a file, or --demo"),
        (["--demo", "--folds", "2"], "--folds is for a file"),
        (["--demo", "--show-errors"], "Only the errors of the tuning half"),
        (["FILE", "--folds", "1"], "two or more"),
        (["FILE", "--without", "triggers"], "leave them out with --folds"),
        (["nowhere.txt"], "nowhere.txt: No such file"),
    ],
)
def test_what_cannot_be_judged_is_said(file, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("evaluate_entities", *(str(file) if each == "FILE" else each for each in arguments))


@pytest.mark.parametrize("command", ["evaluate_entities", "train_recogniser"])
def test_a_bad_line_is_said_with_its_file_and_number(file, command):
    file.write_text("سامي B-PER\nحداد\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"labelled\.txt, line 2"):
        call_command(command, file)


def test_types_of_words_are_found_by_the_first_known_form(tmp_path):
    hashes = np.sort(np.array([word_hash("زرنوق"), word_hash("حمرون")], np.uint32))
    levels = np.array([[1, n] for n in range(2)], np.uint8)
    write_word_types(WordTypes(hashes, levels), tmp_path / "types.npz")
    types = read_word_types(tmp_path / "types.npz")
    place = int(np.flatnonzero(hashes == word_hash("زرنوق"))[0])
    assert types.of(["وزرنوق", "زرنوق"]) == [1, place]
    assert types.of(["بلوط"]) == []
