"""What happened or has come about that somebody must know: one function per source.

`states` are recomputed from facts each tick; `events` turn what an action announced into news. Both only read.
"""
