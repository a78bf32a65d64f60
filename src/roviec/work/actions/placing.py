"""Where tasks stand in their plan: new ones, other ones, and under which whole."""

from uuid import UUID

from django.db import connection

from roviec.custody import actions as custody
from roviec.ledger.actions import lock
from roviec.work import changes as c
from roviec.work.actions.drafting import draft, took_part
from roviec.work.actions.fields import TaskFields
from roviec.work.actions.steps import lock_task
from roviec.work.actions.trying import Trial
from roviec.work.models import Plan, Task, TaskState
from roviec.work.queries.board import Board

STEP = 1024


def make_task(trial: Trial, pk: UUID, change: c.AddTask) -> None:
    """The draft itself, with the id that it has on the board."""
    whole = lock_task(change.parent) if change.parent else None
    order = order_behind(trial.board, trial.board.tasks[pk].parent, change.after, pk)
    trial.board.tasks[pk].order = order
    fields = TaskFields(title=change.title, order=order)
    task = draft(trial.plan, fields, by=trial.by, at=trial.at, whole=whole, task_id=pk)
    if whole is not None:
        took_part(whole, [task], by=trial.by, at=trial.at)


def put_behind(trial: Trial, pk: UUID, parent: UUID | None, after: UUID | None) -> None:
    """The order and, if it goes under another whole, the counts of both wholes. The row itself is written with the rest."""
    task, was = trial.board.tasks[pk], trial.was[pk]
    task.order = order_behind(trial.board, parent, after, pk)
    Task.objects.filter(pk=pk).update(order=task.order)  # seen by the next one that is placed
    if parent == Task.objects.values_list("parent", flat=True).get(pk=pk):
        return
    if parent is not None:
        took_part(lock_task(parent), [Task.objects.only("pk").get(pk=pk)], by=trial.by, at=trial.at)
    if was.parent is not None:
        leave_whole(pk, was.parent)


def leave_whole(pk: UUID, parent: UUID) -> None:
    """A whole that has no parts left is counted again, if it was given out."""
    whole = lock(Task, parent, related=("clock",))
    left = whole.parts.exclude(pk=pk).exists()
    if not left and whole.state != TaskState.DRAFT:
        custody.recount(whole.clock, counts=True)


def order_behind(board: Board, parent: UUID | None, after: UUID | None, pk: UUID) -> int:
    """A number between that of `after` (None: the beginning of its siblings) and the next; makes room when there is none."""
    for _turn in range(2):
        low, high = _between(board, parent, after, pk)
        if high - low > 1:
            return (low + high) // 2
        _make_room(board)
    return low + 1


def _between(board: Board, parent: UUID | None, after: UUID | None, pk: UUID) -> tuple[int, int]:
    others = [task for task in board.in_order() if task.id != pk]
    if after is not None and after in board.tasks:
        low = board.tasks[after].order
        behind = [task.order for task in others if (task.order, task.id) > (low, after) and task.id != after]
        return low, min(behind, default=low + 2 * STEP)
    siblings = [task.order for task in others if task.parent == parent]
    high = min(siblings) if siblings else max((task.order for task in others), default=0) + 2 * STEP
    return max((task.order for task in others if task.order < high), default=0), high


def _make_room(board: Board) -> None:
    """The same order with wide steps between. No row is a newer version for it: nothing that anybody sees has changed."""
    renumber(board.plan)
    orders = dict(Task.objects.filter(plan=board.plan).values_list("pk", "order"))
    for task in board.tasks.values():
        task.order = orders.get(task.id, task.order)


def renumber(plan: Plan) -> None:
    """One statement, however many tasks."""
    quote = connection.ops.quote_name
    table, plan_id = quote(Task._meta.db_table), Task._meta.get_field("plan").get_db_prep_save(plan.pk, connection)
    ranks = f'SELECT id, ROW_NUMBER() OVER (ORDER BY "order", id) AS place FROM {table} WHERE plan_id = %s'
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {table} SET "order" = ranks.place * %s FROM ({ranks}) AS ranks WHERE {table}.id = ranks.id',
            [STEP, plan_id],
        )
