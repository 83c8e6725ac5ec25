"""The words for what is done about signals."""

from config.kinds import SignalAnswer
from config.language import N_

ANSWERS: dict[SignalAnswer, str] = {
    SignalAnswer.COMMUNICATION: N_("Communication"),
    SignalAnswer.WORK_PLAN: N_("Work plan"),
    SignalAnswer.POLICY: N_("Policy"),
    SignalAnswer.NO_ACTION: N_("No action"),
}
