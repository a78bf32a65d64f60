"""Files that come into evaluation."""
