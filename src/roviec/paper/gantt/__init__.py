"""A chart of bars over time, in formats that anyone can open. `chart` says what is on it; one module per format draws it."""

from roviec.paper.gantt.chart import Bar, Chart, Heading, State

__all__ = ["Bar", "Chart", "Heading", "State"]
