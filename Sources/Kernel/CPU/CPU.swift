// CPU: descriptor tables, paging, interrupt controllers and model-specific registers of x86-64.
