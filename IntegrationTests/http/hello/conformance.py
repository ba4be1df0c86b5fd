"""Reads what the guest sends with h11, which refuses whatever is not HTTP/1.1; pipelines, too."""

import os
import socket

import h11

ADDRESS = (os.environ["SWIFTLET_ADDRESS"], 80)


def exchange(link, method, target, body=b"", **fields):
    """Makes a request by h11's rules; returns the response and its content."""
    client = h11.Connection(h11.CLIENT)
    headers = [("Host", "guest"), *fields.items()]
    if body:
        headers.append(("Content-Length", str(len(body))))
    link.sendall(client.send(h11.Request(method=method, target=target, headers=headers)))
    if body:
        link.sendall(client.send(h11.Data(data=body)))
    link.sendall(client.send(h11.EndOfMessage()))
    response, content = None, b""
    while True:
        event = client.next_event()
        if event is h11.NEED_DATA:
            client.receive_data(link.recv(4096))
        elif isinstance(event, h11.Response):
            response = event
        elif isinstance(event, h11.Data):
            content += event.data
        elif isinstance(event, h11.EndOfMessage):
            break
    return response, content, client.their_state is h11.DONE


def pipelined(count):
    """Sends many requests at once; every answer must come, in order."""
    requests = [h11.Connection(h11.CLIENT) for _ in range(count)]
    with socket.create_connection(ADDRESS, timeout=10) as link:
        sent = b"".join(
            b"GET /hello/%d HTTP/1.1\r\nHost: guest\r\n\r\n" % number for number in range(count))
        link.sendall(sent)
        rest = b""
        for number, client in enumerate(requests):
            client.send(h11.Request(method="GET", target="/", headers=[("Host", "guest")]))
            client.send(h11.EndOfMessage())
            if rest:  # No bytes would be the end.
                client.receive_data(rest)
            content = b""
            while not isinstance(event := client.next_event(), h11.EndOfMessage):
                if event is h11.NEED_DATA:
                    client.receive_data(link.recv(65536))
                elif isinstance(event, h11.Data):
                    content += event.data
            assert content == b"Hello, %d!\n" % number, (number, content)
            rest = client.trailing_data[0]


with socket.create_connection(ADDRESS, timeout=10) as connection:
    server = b""
    for verb, path, status in [
        ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/none", 404), ("DELETE", "/", 405),
        ("OPTIONS", "/", 204), ("GET", "/hello/a%20b", 200), ("OPTIONS", "*", 204),
    ]:
        # nginx, the reference, refuses what RFC 9110 allows in section 9.3.7.
        if path == "*" and server.startswith(b"nginx"):
            continue
        answer, text, stays = exchange(connection, verb, path)
        server = dict(answer.headers).get(b"server", b"")
        assert answer.status_code == status, (verb, path, answer)
        assert stays and (verb != "HEAD" or text == b"")
    answer, text, stays = exchange(connection, "POST", "/", b"unwanted", Connection="close")
    assert answer.status_code == 405 and dict(answer.headers)[b"connection"] == b"close"
    assert connection.recv(1) == b""
pipelined(200)
print("h11 agrees")
