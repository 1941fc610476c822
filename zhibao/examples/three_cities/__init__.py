"""示例省: three small invented cities whose schools are those of an example city, dealt out by county."""
