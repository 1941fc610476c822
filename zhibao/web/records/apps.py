"""记录的应用: the name under which Django knows the models."""

from django.apps import AppConfig


class Records(AppConfig):
    """记录: tables are called records_…."""

    name = "zhibao.web.records"
    label = "records"
