"""Papers of evaluation as official documents; they are Vietnamese whatever the reader's language."""
