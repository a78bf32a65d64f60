"""What wakes workers, behind the interface of Django Tasks: the database itself, or Celery across machines (docs/decisions/0006).

An engine carries no work: what must be done stands in our rows. A wake that is lost costs a tick, one that comes twice nothing.
"""
