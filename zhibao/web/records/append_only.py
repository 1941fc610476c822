"""只增不改: rows that are written once and neither changed nor removed."""

from typing import Any, NoReturn

from django.db import models


class WrittenOnceError(TypeError):
    """Somebody's code tried to change or remove what is only ever added to."""


class WrittenOnceRows(models.QuerySet[Any]):
    """The rows of such a table: found and added, nothing else."""

    def update(self, **_: object) -> NoReturn:
        """Refuse."""
        raise WrittenOnceError(self.model.__name__)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise WrittenOnceError(self.model.__name__)


class WrittenOnce(models.Model):
    """一经写下: a model whose rows are only ever added."""

    objects = models.Manager.from_queryset(WrittenOnceRows)()

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, **options: Any) -> None:  # noqa: ANN401  Django's own arguments
        """Add the row; raises WrittenOnceError when it is there already."""
        if self.pk is not None:
            raise WrittenOnceError(type(self).__name__)
        super().save(**{**options, "force_insert": True})

    def delete(self, *_: object, **__: object) -> NoReturn:
        """Refuse."""
        raise WrittenOnceError(type(self).__name__)
