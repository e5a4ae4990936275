"""Decoding against the definition: every sequence of labels tried."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from articles.entities.gazetteer import Gazetteer
from articles.entities.recognition.decode import Decoder, likeliest
from articles.entities.recognition.features import Reader, sentence_features
from articles.entities.recognition.weights import make_weights, read_weights, write_weights
from articles.entities.recognition.word_types import NO_TYPES

SENTENCE = ["قال", "الرئيس", "سامي", "حداد", "في", "وادي", "الزيتون", "."]
NAMES = Gazetteer({"وادي الزيتون": "L", "حداد": "P"}, {"وادي": (2,), "حداد": (1,)}, {"سامي": "g"})
READER = Reader(NAMES, NO_TYPES, {"الرييس": "p"})
WEIGHT = st.integers(-8, 8).map(float)


@given(st.data())
def test_the_likeliest_sequence_has_the_greatest_sum(data):
    words, labels = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 4))
    scores = data.draw(arrays.arrays(np.float32, (words, labels), elements=WEIGHT))
    transitions = data.draw(arrays.arrays(np.float32, (labels, labels), elements=WEIGHT))

    def total(sequence):
        return sum(scores[at, label] for at, label in enumerate(sequence)) + sum(
            transitions[pair] for pair in pairwise(sequence)
        )

    best = max(total(sequence) for sequence in product(range(labels), repeat=words))
    assert total(likeliest(scores, transitions)) == best


def weights_of_all_features():
    """A weight for every feature of the sentence, no two alike."""
    features = sorted({each for found in sentence_features(SENTENCE, READER) for each in found})
    state = {
        (each, label): 1 + n % 7 for n, each in enumerate(features) for label in ("O", "B-PER")[: 1 + n % 2]
    }
    return make_weights(["O", "B-PER"], state, {("O", "B-PER"): 0.5}, ["قال"])


def test_the_decoder_sums_the_features_that_training_sees():
    weights = weights_of_all_features()
    expected = [weights.total(found) for found in sentence_features(SENTENCE, READER)]
    assert np.allclose(Decoder(weights, READER).scores(SENTENCE), expected)


def test_a_sentence_of_one_word_sees_the_edges():
    weights = weights_of_all_features()
    expected = [weights.total(found) for found in sentence_features(["سامي"], READER)]
    assert np.allclose(Decoder(weights, READER).scores(["سامي"]), expected)


def test_a_favoured_kind_is_chosen():
    decoder = Decoder(weights_of_all_features(), READER)
    scores = np.zeros((1, 2), np.float32)
    assert decoder.labels(scores) == ["O"]
    decoder.favour(scores, 0, "PER", 1.0)
    assert decoder.labels(scores) == ["B-PER"]


def test_weights_come_back_as_they_were_written(tmp_path):
    weights = weights_of_all_features()
    write_weights(weights, tmp_path / "weights.npz")
    again = read_weights(tmp_path / "weights.npz")
    assert again.labels == weights.labels
    assert again.rows == weights.rows
    assert again.plain == weights.plain
    assert (again.table == weights.table).all()
    assert (again.transitions == weights.transitions).all()


def test_the_same_weights_make_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        write_weights(weights_of_all_features(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
