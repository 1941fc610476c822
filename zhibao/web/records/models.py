"""全部记录: where Django looks for models; each is written in a file of its own."""

from zhibao.web.records.account import Account
from zhibao.web.records.allowance import Allowance
from zhibao.web.records.approval import Approval
from zhibao.web.records.audit_case import AuditCase
from zhibao.web.records.campaign import Campaign
from zhibao.web.records.case_choice import CaseChoice
from zhibao.web.records.case_photo import CasePhoto
from zhibao.web.records.case_text import CaseText
from zhibao.web.records.chapter_text import ChapterText
from zhibao.web.records.comment import Comment
from zhibao.web.records.correction import Correction
from zhibao.web.records.delegation import Delegation
from zhibao.web.records.evidence import Evidence
from zhibao.web.records.extension import Extension
from zhibao.web.records.improvement import Improvement
from zhibao.web.records.improvement_entry import ImprovementEntry
from zhibao.web.records.invitation import Invitation
from zhibao.web.records.job import Job
from zhibao.web.records.listed_report import LinkCheck, ListedReport
from zhibao.web.records.measure import Measure
from zhibao.web.records.office_extension import OfficeExtension
from zhibao.web.records.order import Order, OrderItem
from zhibao.web.records.province_order import ProvinceOrder
from zhibao.web.records.recovery_code import RecoveryCode
from zhibao.web.records.release import Candidate, Release
from zhibao.web.records.reminder import Reminder
from zhibao.web.records.report_build import ReportBuild
from zhibao.web.records.revision import Revision
from zhibao.web.records.school import School
from zhibao.web.records.school_case import SchoolCase
from zhibao.web.records.sealing import Sealing
from zhibao.web.records.second_factor import SecondFactor
from zhibao.web.records.section_lock import SectionLock
from zhibao.web.records.section_writer import SectionWriter
from zhibao.web.records.sent_back import SentBack
from zhibao.web.records.sitting import Sitting
from zhibao.web.records.submission import Submission
from zhibao.web.records.target import Target
from zhibao.web.records.trail import TrailEntry, TrailHead

__all__ = [
    "Account",
    "Allowance",
    "Approval",
    "AuditCase",
    "Campaign",
    "Candidate",
    "CaseChoice",
    "CasePhoto",
    "CaseText",
    "ChapterText",
    "Comment",
    "Correction",
    "Delegation",
    "Evidence",
    "Extension",
    "Improvement",
    "ImprovementEntry",
    "Invitation",
    "Job",
    "LinkCheck",
    "ListedReport",
    "Measure",
    "OfficeExtension",
    "Order",
    "OrderItem",
    "ProvinceOrder",
    "RecoveryCode",
    "Release",
    "Reminder",
    "ReportBuild",
    "Revision",
    "School",
    "SchoolCase",
    "Sealing",
    "SecondFactor",
    "SectionLock",
    "SectionWriter",
    "SentBack",
    "Sitting",
    "Submission",
    "Target",
    "TrailEntry",
    "TrailHead",
]
