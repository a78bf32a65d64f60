"""The child that sets one part of a chart: JSON in, PDF or PNG out. Nothing is written to disk, no font of the machine is used."""

import sys
from importlib import resources

import typst

# Dots per inch of a picture: a row of text is 16 px high.
_PPI = 110


def main() -> None:
    kind = sys.argv[1]
    with resources.as_file(resources.files("roviec.paper").joinpath("fonts")) as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
        source = resources.files("roviec.paper.gantt").joinpath("print.typ").read_bytes()
        made = typst.compile(
            source,
            sys_inputs={"chart": sys.stdin.buffer.read().decode()},
            format="png" if kind == "png" else "pdf",
            font_paths=fonts,
            ppi=_PPI if kind == "png" else None,
        )
    sys.stdout.buffer.write(made if isinstance(made, bytes) else made[0])


if __name__ == "__main__":
    main()
