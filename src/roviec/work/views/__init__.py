"""Pages of plans and tasks: request in, form, action, page or fragment out."""
