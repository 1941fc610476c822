"""采集: tasks, progress, filling in, handing in, reviewing, signing, sealing."""
