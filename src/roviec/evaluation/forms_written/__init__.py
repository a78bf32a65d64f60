"""Forms 01 and 02 of Decree 335/2025/NĐ-CP, annex II, as Word files: one or many in one file, each on a page of its own.

Values in, bytes out. Wording, order, tables, notes and signatures are those of the annex; type face and margins those of the house's
other papers (Decree 30/2020/NĐ-CP). Forms are Vietnamese whatever the reader's language.
"""

from roviec.evaluation.forms_written.form01 import Form01, write_forms01
from roviec.evaluation.forms_written.form02 import Form02, write_forms02

__all__ = ["Form01", "Form02", "write_forms01", "write_forms02"]
