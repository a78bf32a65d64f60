"""Pages of documents: list, upload, the document beside its tasks, review."""
