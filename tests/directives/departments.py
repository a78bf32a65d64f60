"""The town of the tests of work, with the city's office and the departments that the plan of Đồng Tháp names."""

from roviec.organisation.actions.units import set_keys
from roviec.organisation.models.post import Rank
from tests.work.town import Town, build


def build_with_departments() -> Town:
    town = build()
    for key, name in (
        ("science", "Sở Khoa học và Công nghệ"),
        ("finance", "Sở Tài chính"),
        ("home", "Sở Nội vụ"),
        ("trade", "Sở Công Thương"),
    ):
        town.unit(key, name, parent="city")
        town.seat(f"{key}_head", key, "Giám đốc", Rank.HEAD)
    for unit in town.units.values():  # the abbreviations by which documents call them
        set_keys(unit)
        unit.save()
    town.unit("city_office", "Văn phòng UBND Thành phố", parent="city")
    town.seat("clerk", "city_office", "Chánh Văn phòng", Rank.HEAD, tracks_work=True)
    return town
