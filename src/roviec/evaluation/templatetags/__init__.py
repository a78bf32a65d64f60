"""Tags and filters of evaluation."""
