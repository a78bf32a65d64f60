"""What addresses of promises, regulations, commendation and files of facts are opened with: all of it about `officer`."""

from datetime import date
from typing import Any
from uuid import UUID

from roviec.evaluation.actions.commending import open_commendation
from roviec.evaluation.actions.factfiles import make_factfile
from roviec.evaluation.actions.pledges import Promise, propose_pledge
from tests.work.town import NOW, Town


def promised_things(town: Town, directive: UUID) -> dict[str, dict[str, Any]]:
    officer, unit = town.accounts["officer"].officer, town.units["culture"]
    own, clerk = {"by": town.actor("officer"), "at": NOW}, {"by": town.actor("clerk"), "at": NOW}
    hard = Promise("viec_kho", "Giải phóng mặt bằng", "Biên bản", date(2025, 12, 30), why_hard="Vướng lâu")
    pledge = propose_pledge(hard, **own)
    propose_pledge(Promise("chuong_trinh", "Học tiếng Anh", "Chứng chỉ", date(2025, 12, 30)), **own)
    round_ = open_commendation(title="Cuối năm", year=2025, criteria={"least_in_time": "80"}, **clerk)
    file = make_factfile(
        officer,
        purpose="transfer",
        why="Theo kế hoạch luân chuyển",
        since=date(2025, 1, 1),
        until=date(2025, 12, 1),
        **clerk,
    )
    of_round = {"pk": round_.pk, "kind": "docx", "verb": "nominate"}
    return {
        "evaluation:pledge": {"pk": pledge.pk},
        "evaluation:pledge_step": {"pk": pledge.pk, "verb": "decide_pledge"},
        "api-v1:get_pledge": {"pledge_id": pledge.pk},
        **{
            f"evaluation:{name}": {"officer_pk": officer.pk} for name in ("programme", "programme_file", "factfiles_of")
        },
        **{f"evaluation:{name}": {"pk": unit.pk} for name in ("regulation", "regulation_new")},
        "api-v1:check_regulation": {"unit_id": unit.pk},
        **{f"evaluation:commendation{part}": of_round for part in ("", "_candidates", "_file", "_step")},
        "evaluation:directive_results": {"directive_pk": directive},
        **{f"evaluation:factfile{part}": {"pk": file.pk} for part in ("", "_paper", "_comment")},
        "api-v1:get_factfile": {"file_id": file.pk},
    }
