"""What is said about addresses: reasons of refusal, why one ended."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "address.bad_email": _("Địa chỉ thư không đúng. Ví dụ: an.nguyen@danang.gov.vn."),
    "address.own_sender": _("Đây là địa chỉ mà hệ thống dùng để gửi, không nhận thông báo được."),
    "address.bad_url": _("Địa chỉ URL không đúng. Ví dụ: https://chatbot.example.vn/ro-viec."),
    "address.only_https": _(
        "Chỉ nhận địa chỉ https, không kèm tên và mật khẩu. Máy trong mạng nội bộ phải được quản trị hệ thống cho phép trước."
    ),
    "address.inside": _("Địa chỉ này nằm trong mạng nội bộ: quản trị hệ thống phải cho phép trước."),
    "address.bad_subscription": _("Trình duyệt không cho địa chỉ nhận thông báo. Hãy tải lại trang rồi bật lại."),
    "address.known": _("Bạn đã có địa chỉ này."),
    "address.too_many": _("Mỗi người có nhiều nhất %(most)s địa chỉ: hãy bỏ bớt địa chỉ không dùng."),
    "address.no_channel": _("Hệ thống này chưa được thiết lập để gửi theo cách đó."),
    "address.bad_token": _("Liên kết xác nhận không đúng hoặc đã quá 3 ngày. Hãy yêu cầu gửi lại ở trang này."),
    "address.ended": _("Địa chỉ này không còn dùng."),
    "address.too_soon": _("Vừa gửi xong. Hãy chờ một phút rồi gửi lại."),
}
