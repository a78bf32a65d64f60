"""Evaluation over the API, by noun: the same queries, actions and permissions as the pages."""
