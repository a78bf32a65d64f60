"""The reliability of a forecast as a picture: said against came true, with intervals; the diagonal would be perfect."""

from roviec.core.forecast.learning import Proof

SIDE, LEFT, TOP = 360, 62, 54
WIDTH, HEIGHT = SIDE + LEFT + 190, SIDE + TOP + 78
INK, QUIET, LINE, ACCENT = "#1b2733", "#5b6875", "#d5dbe1", "#0b5cad"
FONT = "font-family=\"'Be Vietnam Pro', sans-serif\""


def picture(proof: Proof) -> str:
    """SVG; the area of a dot grows with the number of forecasts."""

    def x(share: float) -> float:
        return LEFT + share * SIDE

    def y(share: float) -> float:
        return TOP + (1 - share) * SIDE

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" {FONT} role="img">',
        "<title>Dự báo quá hạn: nói bao nhiêu, đúng bao nhiêu</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 24, "Dự báo quá hạn: nói bao nhiêu, đúng bao nhiêu", 15, INK, weight=600),
        _text(
            LEFT,
            42,
            f"{proof.n:,} dự báo cho {proof.cases} hồ sơ, nhật ký CoSeLoG, 7/2011–1/2012".replace(",", ".", 1),
            11,
            QUIET,
        ),
    ]
    for tenth in range(0, 11, 2):
        share = tenth / 10
        parts.append(f'<path d="M{x(share)} {y(0)}V{y(1)}M{x(0)} {y(share)}H{x(1)}" stroke="{LINE}" fill="none"/>')
        parts.append(_text(x(share), y(0) + 18, f"{10 * tenth} %", 11, QUIET, anchor="middle"))
        parts.append(_text(x(0) - 8, y(share) + 4, f"{10 * tenth} %", 11, QUIET, anchor="end"))
    parts.append(f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="{QUIET}" stroke-dasharray="5 4" fill="none"/>')
    most = max(band.n for band in proof.bands)
    for band in proof.bands:
        at = x(band.said)
        parts.append(
            f'<path d="M{at:.1f} {y(band.at_least):.1f}V{y(band.at_most):.1f}" stroke="{ACCENT}" stroke-width="2"/>'
        )
        radius = 3 + 6 * (band.n / most) ** 0.5
        parts.append(
            f'<circle cx="{at:.1f}" cy="{y(band.came):.1f}" r="{radius:.1f}" fill="{ACCENT}" fill-opacity=".85"/>'
        )
    parts += [
        _text(x(0.5), y(0) + 40, "Dự báo nói: khả năng quá hạn", 12, INK, anchor="middle"),
        f'<g transform="rotate(-90 18 {y(0.5)})">{_text(18, y(0.5), "Thực tế quá hạn", 12, INK, anchor="middle")}</g>',
        _text(x(1) + 20, y(0.98), "Brier (nhỏ hơn là tốt hơn)", 11, QUIET),
    ]
    scores = (
        ("dự báo này", proof.model),
        ("theo thời gian đã dùng", proof.by_time),
        ("tỷ lệ chung", proof.base),
        ("phần thời gian đã dùng", proof.share),
        ("quá 75 % là trễ", proof.threshold),
    )
    for i, (label, score) in enumerate(scores):
        parts.append(
            _text(x(1) + 20, y(0.92) + 20 * i, f"{score:.3f}".replace(".", ","), 12, INK, weight=600 if i == 0 else 400)
        )
        parts.append(_text(x(1) + 62, y(0.92) + 20 * i, label, 11, INK, weight=600 if i == 0 else 400))
    parts.append(_text(x(1) + 20, y(0.02), "Vạch đứng: khoảng 95 %", 11, QUIET))
    return "\n".join([*parts, "</svg>", ""])


def _text(x: float, y: float, words: str, size: int, colour: str, *, anchor: str = "start", weight: int = 400) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}">{words}</text>'
