"""Evaluation: the work catalogue, monthly sheets, yearly grades, cross-evaluation, pledges, commendation."""
