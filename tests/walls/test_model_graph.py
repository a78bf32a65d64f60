"""Relations between records, which string references hide from the import contracts."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from roviec.organisation import estates
from tests.walls.house import storeys

OURS = [config for config in apps.get_app_configs() if config.name.startswith("roviec.")]


def package_of(model: type[models.Model]) -> str:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "roviec" else ""


def relations() -> Iterator[tuple[str, type[models.Model], models.Field, type[models.Model]]]:
    """Every relation that our models declare: (label, model, field, model it points at), hidden many-to-many tables aside."""
    for config in OURS:
        for model in config.get_models():
            for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
                if field.remote_field and not getattr(field.remote_field, "parent_link", False):
                    yield f"{model._meta.label}.{field.name}", model, field, field.remote_field.model


def test_every_app_has_its_storey() -> None:
    assert [config.name for config in OURS if config.name.removeprefix("roviec.") not in storeys()] == []


def test_relations_point_downwards() -> None:
    upwards = [
        f"{label} -> {target._meta.label}"
        for label, model, _, target in relations()
        if package_of(target)
        and package_of(target) != package_of(model)
        and storeys()[package_of(target)] >= storeys()[package_of(model)]
    ]
    assert upwards == []


def test_no_reverse_accessor_crosses_from_one_app_to_another() -> None:
    """`unit.tasks` would let a lower storey reach a higher one without importing it."""
    crossing = [
        f"{label}: related_name must be '+'"
        for label, model, field, target in relations()
        if package_of(target) != package_of(model) and not field.remote_field.hidden
    ]
    assert crossing == []


def test_whatever_a_unit_holds_knows_how_it_moves_in_a_restructuring() -> None:
    """A relation to Unit without an estate would be forgotten when units merge."""
    unit = apps.get_model("organisation", "Unit")
    held = {label for label, _, _, target in relations() if target is unit}
    assert sorted(held - set(estates.registered())) == []


def test_estates_name_relations_that_exist() -> None:
    declared = {label for label, *_ in relations()}
    assert sorted(set(estates.registered()) - declared) == []


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_no_workflow_hides_in_save(config: object) -> None:
    overriding = [
        f"{model.__name__}.{method}"
        for model in config.get_models()
        for method in ("save", "delete", "clean")
        if method in vars(model)
    ]
    assert overriding == [], "records hold data; what happens is an action"
