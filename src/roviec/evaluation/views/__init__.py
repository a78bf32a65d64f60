"""Pages of evaluation: request in, form, action, page or fragment out."""
