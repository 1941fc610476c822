"""外观: what a report looks like, as files that the writers read: report.typ and report.css."""
