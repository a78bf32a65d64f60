"""General criteria of form 01 (Decree 335/2025, annex II) in its own words, by the keys that rule-sets give points to."""

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "I": _("Phẩm chất chính trị, phẩm chất đạo đức, văn hóa thực thi công vụ và ý thức kỷ luật, kỷ cương"),
    "II": _("Năng lực chuyên môn, nghiệp vụ; khả năng đáp ứng; tinh thần trách nhiệm; thái độ phục vụ và phối hợp"),
    "III": _("Năng lực đổi mới, sáng tạo, dám nghĩ, dám làm, dám chịu trách nhiệm vì lợi ích chung"),
}
CRITERIA = {
    "I.1": _("Phẩm chất chính trị, phẩm chất đạo đức, văn hóa thực thi công vụ"),
    "I.2": _("Ý thức kỷ luật, kỷ cương trong thực thi công vụ"),
    "II.1": _("Năng lực chuyên môn, nghiệp vụ theo yêu cầu của vị trí việc làm"),
    "II.2": _("Khả năng đáp ứng yêu cầu thực thi nhiệm vụ được giao thường xuyên, đột xuất"),
    "II.3": _("Tinh thần trách nhiệm trong thực thi công vụ"),
    "II.4": _("Thái độ phục vụ người dân, doanh nghiệp và khả năng phối hợp với đồng nghiệp"),
    "III.1": _("Có sản phẩm, giải pháp đột phá, sáng tạo đem lại giá trị, hiệu quả thiết thực"),
    "III.2": _(
        "Sẵn sàng tham gia nhiệm vụ chính trị đặc biệt quan trọng, đột xuất, phức tạp hoặc trong điều kiện khó khăn"
    ),
    "III.3": _(
        "Chịu trách nhiệm trước kết quả công việc; chủ động nhận trách nhiệm khi có sai sót và khắc phục rõ ràng"
    ),
    "III.4": _("Chủ động quyết định trong phạm vi thẩm quyền, không né tránh; tiên phong trong nhiệm vụ mới"),
}
