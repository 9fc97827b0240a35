"""Markdown with LaTeX formulas as plain text: what a terminal or an e-mail can show.

Formulas are written in Unicode where it has the signs (σ, ∂, w₁, 2ⁿ) and else as one types them
(w_(a,b), e^(−0.5 z)); fractions as a/b with the parentheses that they need.
"""

from generator.documents.plain.blocks import Block, blocks
from generator.documents.plain.display import display
from generator.documents.plain.inline import inline

__all__ = ["Block", "blocks", "display", "inline"]
