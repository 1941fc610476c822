"""命令行: one file per verb; every command takes a working folder."""

from zhibao.cli.app import main

__all__ = ["main"]
