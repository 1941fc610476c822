"""采集: blank workbooks go out, filled ones come in; every cell that cannot be read is named."""
