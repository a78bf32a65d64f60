"""Points of officials from what they were given and what they did, by a dated rule-set, with the reason for every number.

Numbers are exact (fractions inside, decimals outside); nothing is guessed: what is missing makes no points, and is named.
"""
