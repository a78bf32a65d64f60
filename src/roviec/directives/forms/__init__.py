"""What people type about documents."""

from roviec.directives.forms.arrivals import AnswerForm, ArrivalForm, InstructionForm, RegisterForm
from roviec.directives.forms.documents import ConfirmForm, HeaderForm, NamesForm, ProposalForm, SplitForm, UploadForm

__all__ = [
    "AnswerForm",
    "ArrivalForm",
    "ConfirmForm",
    "HeaderForm",
    "InstructionForm",
    "NamesForm",
    "ProposalForm",
    "RegisterForm",
    "SplitForm",
    "UploadForm",
]
