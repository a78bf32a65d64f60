"""Merge, split, rename, dissolve, move: closes units, opens successors, and leaves nothing behind."""

from roviec.organisation.actions.restructuring.acts import (
    closing,
    draft_restructuring,
    gaps,
    restructure,
)
from roviec.organisation.actions.restructuring.mergers import MergerLine, apply_mergers
from roviec.organisation.actions.restructuring.plan import Plan, Successor

__all__ = ["MergerLine", "Plan", "Successor", "apply_mergers", "closing", "draft_restructuring", "gaps", "restructure"]
