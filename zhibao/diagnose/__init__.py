"""诊断: values × standards → verdicts, and what follows from them: notices, places, problems and measures."""

from zhibao.diagnose.diagnosis import Diagnosis
from zhibao.diagnose.ground import ground_of
from zhibao.diagnose.run import diagnose, needed_indicators

__all__ = ["Diagnosis", "diagnose", "ground_of", "needed_indicators"]
