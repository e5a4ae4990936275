"""How far two words are apart, in letters that one would have to edit."""

from collections.abc import Callable, Sequence


def edit_distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Levenshtein's: letters to put in, leave out or change."""
    previous = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, wanted in enumerate(other, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (letter != wanted)))
        previous = current
    return previous[-1]


def differs(one: str, other: str) -> float:
    return float(one != other)


def typing_distance(one: str, other: str, change: Callable[[str, str], float] = differs) -> float:
    """Letters to put in, leave out, change or swap with their neighbour; `change` is the price of a change.

    Letters that were swapped are not edited again (optimal string alignment).
    """
    before: list[float] = []
    row = [float(place) for place in range(len(other) + 1)]
    for i, letter in enumerate(one, 1):
        last, above, row = before, row, [float(i)]
        for j, wanted in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + change(letter, wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
