"""What can be measured, each in a module of its own with a function `measure(bench)`."""
