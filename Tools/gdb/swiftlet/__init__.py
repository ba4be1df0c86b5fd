"""Embedded Swift and Swiftlet's kernel for gdb."""
