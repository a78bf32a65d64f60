"""Pages of reports, demands and figures."""
