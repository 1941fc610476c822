"""发布: everything a report rests on, in one folder that proves itself."""

from zhibao.publish.release import Draft, PublishError, publish

__all__ = ["Draft", "PublishError", "publish"]
