"""Has the guest read numbers with large powers of ten, which must not take much longer than others."""

import http.client
import os
import time

ADDRESS = os.environ["SWIFTLET_ADDRESS"]


def post(number):
    """The shortest time in which a text of such numbers is read, in seconds."""
    text = "[" + ",".join([number] * 9000) + "]"
    times = []
    for _ in range(3):
        link = http.client.HTTPConnection(ADDRESS, timeout=60)
        begin = time.monotonic()
        link.request("POST", "/numbers", text, {"Content-Type": "application/json"})
        assert link.getresponse().status == 204
        times.append(time.monotonic() - begin)
        link.close()
    return min(times)


small, large = post("9e-007"), post("9e-307")
times = f"{1000 * small:.0f} ms, {1000 * large:.0f} ms"
print(times)
assert large < 8 * small, "large powers take too long: " + times
print("all were read")
