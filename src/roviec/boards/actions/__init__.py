"""What people do with their own pages."""

from roviec.boards.actions.saving import delete_view, save_view

__all__ = ["delete_view", "save_view"]
