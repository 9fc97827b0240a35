"""What an answer earns that is neither wholly right nor wrong, as the quiz file's `marking` sets it."""

from __future__ import annotations

from dataclasses import dataclass

from generator import fields


@dataclass(frozen=True)
class Credit:
    """Shares of a part's points."""

    few_digits: float = fields.real(
        0, 1, default=0.5, help="right as far as it goes, but with fewer decimals than asked"
    )
    follow_through: float = fields.real(
        0, 1, default=1.0, help="right given the student's own wrong answer to an earlier part"
    )
    unfinished: float = fields.real(
        0, 1, default=1.0, help="right, but left to be worked out (3*4 + 2) or to be simplified"
    )
