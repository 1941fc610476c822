"""全部记录: where Django looks for models; each is written in a file of its own."""

from zhibao.web.records.account import Account
from zhibao.web.records.allowance import Allowance
from zhibao.web.records.approval import Approval
from zhibao.web.records.audit_case import AuditCase
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.comment import Comment
from zhibao.web.records.job import Job
from zhibao.web.records.revision import Revision
from zhibao.web.records.school import School
from zhibao.web.records.submission import Submission
from zhibao.web.records.trail import TrailEntry, TrailHead

__all__ = [
    "Account",
    "Allowance",
    "Approval",
    "AuditCase",
    "Campaign",
    "Comment",
    "Job",
    "Revision",
    "School",
    "Submission",
    "TrailEntry",
    "TrailHead",
]
