"""Reading assignments out of a document: who must do what, with whom, by when, with what result.

Values in, values and reasons out. The words it knows are data in `lexicon/`; the grammars are small
and stand each in a module named after what it reads.
"""
