"""Cross-evaluation: who is asked about whom, what severity and favours do to the answers, and what may be shown of them."""
