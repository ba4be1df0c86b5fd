"""Asks the guest over one connection: ten quick requests, then a slow one, and again."""

import http.client
import os

client = http.client.HTTPConnection(os.environ["SWIFTLET_ADDRESS"], 80, timeout=60)
for number in range(440):
    client.request("GET", "/slow" if number % 11 == 10 else "/quick")
    answer = client.getresponse()
    assert answer.status == 200, answer.status
    answer.read()
