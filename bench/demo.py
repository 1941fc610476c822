"""A whole example city, as `zhibao demo` makes it, step by step in one process."""

import shutil
from pathlib import Path

from measure import Watch, main

from zhibao.cli.demo import charts_drawn, document_tables
from zhibao.examples.build import write_example
from zhibao.examples.model import load_example
from zhibao.examples.rebuild import compare
from zhibao.publish.release import publish
from zhibao.workshop import Workshop


def prepare(city: Path, watch: Watch) -> None:
    """Fill the working folder that everything else is measured on, and read it."""
    with watch("prepare"):
        write_example(city.name, city / "folder")
        assert not Workshop(city / "folder").collect().refused


def whole(city: Path, watch: Watch) -> None:
    """Take a city from nothing to a release that is compared with the printed figures."""
    folder = city / "demo" / "folder"
    shutil.rmtree(city / "demo", ignore_errors=True)
    with watch("whole"):
        with watch("step_examples"):
            write_example(city.name, folder)
        work = Workshop(folder)
        with watch("step_collect"):
            collected = work.collect()
        with watch("step_compute"):
            assert work.values.table
        with watch("step_check"):
            assert work.findings is not None
        with watch("step_tree"):
            document = work.document
        with watch("step_formats"):
            assert work.files
        with watch("step_publish"):
            publish(work.draft(collected.findings), work.folder, work.catalog, city / "demo" / "release")
        with watch("step_compare"):
            rebuilt = compare(document_tables(document), charts_drawn(document), load_example(city.name))
    assert not rebuilt.unexplained


if __name__ == "__main__":
    main({"prepare": prepare, "whole": whole})
