"""Forecast of lateness: reference classes, signals of custody and progress, the network of the plan, and the proof of all three."""
