"""The pass over the document: votes for words that stand several times, surnames of those named in full."""

from articles.entities.recognition.document import VOTE, Tagged, votes, with_surnames

PLAIN = frozenset(["قال", "في", "ثم"])


def tagged(*sentences):
    return [Tagged(words.split(), labels.split()) for words, labels in sentences]


def labels(document, window=25):
    return [" ".join(own) for own in with_surnames(document, PLAIN, window)]


def test_a_surname_alone_is_the_person_named_in_full():
    document = tagged(("قال سامي كرشون", "O B-PER I-PER"), ("ثم قال كرشون", "O O O"), ("وكرشون قال", "O O"))
    assert labels(document) == ["O B-PER I-PER", "O O B-PER", "B-PER O"]


def test_a_plain_word_is_no_surname():
    document = tagged(("سامي قال", "B-PER I-PER"), ("قال ثم", "O O"))
    assert labels(document) == ["B-PER I-PER", "O O"]


def test_a_surname_is_forgotten_behind_the_window():
    document = tagged(("سامي كرشون", "B-PER I-PER"), *[("ثم", "O")] * 3, ("كرشون", "O"))
    assert labels(document, window=3)[-1] == "O"
    assert labels(document, window=4)[-1] == "B-PER"


def test_other_labels_are_left_alone():
    document = tagged(("سامي كرشون", "B-PER I-PER"), ("شركة كرشون", "B-ORG I-ORG"))
    assert labels(document) == ["B-PER I-PER", "B-ORG I-ORG"]


def test_occurrences_vote_for_each_other():
    document = tagged(("في زرنوق", "O B-LOC"), ("زرنوق", "O"))
    (vote,) = votes(document, PLAIN)
    assert (vote.sentence, vote.word, vote.kind) == (1, 0, "LOC")
    assert vote.bonus == VOTE / 1.5


def test_a_word_behind_a_proclitic_votes_for_the_word_itself():
    document = tagged(("في زرنوق", "O B-LOC"), ("وزرنوق", "O"))
    assert [(vote.sentence, vote.word) for vote in votes(document, PLAIN)] == [(1, 0)]


def test_plain_words_and_single_ones_do_not_vote():
    assert not list(votes(tagged(("قال", "B-PER"), ("قال", "O"), ("زرنوق", "B-LOC")), PLAIN))


def test_a_vote_does_not_reach_behind_the_window():
    document = tagged(("زرنوق", "B-LOC"), *[("ثم", "O")] * 3, ("زرنوق", "O"))
    assert not list(votes(document, PLAIN, window=3))
    assert len(list(votes(document, PLAIN, window=4))) == 1
