"""重做照片: a photograph that a school sent is drawn anew where it can harm nobody, and what was sent goes away."""

from collections.abc import Mapping

from zhibao.web.actions.case_files import made_file, sent_file
from zhibao.web.bridge.photos import remake
from zhibao.web.records.case_photo import CasePhoto
from zhibao.web.work import Asked, Limits

LIMITS = Limits(seconds=60, memory=2 << 30)


def run(asked: Asked, lease: str) -> Mapping[str, object]:
    """Draw the photograph anew and return its size; what an earlier try finished is left as it is."""
    slug = str(asked["slug"])
    sent, made = sent_file(slug), made_file(slug)
    if not sent.is_file() and made.is_file():
        return {}
    draft = made.with_suffix(f".{lease}")
    try:
        width, height = remake(sent, draft)
        draft.replace(made)
        # Taken away while it was drawn: nobody would ever take this file away after it.
        if not CasePhoto.objects.filter(slug=slug).exists():
            made.unlink(missing_ok=True)
    finally:
        draft.unlink(missing_ok=True)
        sent.unlink(missing_ok=True)
    return {"width": width, "height": height}
