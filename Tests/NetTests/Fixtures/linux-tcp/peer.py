"""Both ends of the connection in peer.pcap."""

import socket
import sys

if sys.argv[1] == "serve":
    listener = socket.create_server(("10.0.0.42", 80))
    connection, _ = listener.accept()
    count = 0
    while count < 3000:
        count += len(connection.recv(4096))
    connection.sendall(b"thanks")
    connection.recv(1)
    connection.close()
else:
    connection = socket.create_connection(("10.0.0.42", 80))
    connection.sendall(bytes(index & 255 for index in range(3000)))
    connection.recv(10)
    connection.shutdown(socket.SHUT_WR)
    connection.recv(1)
    connection.close()
    try:
        socket.create_connection(("10.0.0.42", 81))
    except ConnectionRefusedError:
        pass
