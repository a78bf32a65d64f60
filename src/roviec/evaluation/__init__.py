"""Evaluation of officials. So far its rule-sets; the month's sheets come on top of them."""
