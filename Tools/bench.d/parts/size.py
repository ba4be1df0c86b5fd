"""Bytes of the images as they would be shipped."""

import building


def measure(bench):
    for service in ("dns", "hello"):
        image = building.stripped(building.image(service))
        bench.report.add(f"size.{service}", image.stat().st_size)
