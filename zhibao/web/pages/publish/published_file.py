"""发布的文件: a public file of a release, for ever at this address."""

from django.http import HttpResponse

from zhibao.web.guard import Visit, page
from zhibao.web.parts.public_file import file_answer
from zhibao.web.parts.published import published
from zhibao.web.records.role import Need


@page("p/<slug:city>/<int:year>/<slug:release>/files/<path:name>", name="published_file", needs=Need.ANYONE)
def published_file(visit: Visit) -> HttpResponse:
    """发布的文件: whoever has it once need not ask again."""
    one = published(visit)
    whose = f"{one.release.city}-{one.release.year}-{one.release.key}"
    answer = file_answer(one.folder, str(visit.named["name"]), whose)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
