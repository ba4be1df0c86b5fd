"""A web server on this host, for telling what clients vary by from what guests do."""

import pathlib
import socket
import subprocess
import tempfile
import time

from building import Failure

CONFIGURATION = """
daemon off;
pid {folder}/pid;
error_log {folder}/log;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000000;
  server {{
    listen 127.0.0.1:{port};
    location / {{ return 200 "{body}"; }}
  }}
}}
"""


class Server:
    """nginx on the loopback of this namespace, with a body of 100 bytes. Use it in a `with`."""

    PORT = 8099
    place = f"127.0.0.1:{PORT}"

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self.folder.name) / "nginx.conf"
        path.write_text(
            CONFIGURATION.format(folder=self.folder.name, port=self.PORT, body="a" * 100))
        try:
            self.process = subprocess.Popen(
                ["nginx", "-c", path, "-e", f"{self.folder.name}/log"], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except FileNotFoundError:
            raise Failure("nginx is missing; Tools/bootstrap installs it") from None
        limit = time.monotonic() + 10
        while not self._listens():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise Failure("nginx does not start")
            time.sleep(0.01)
        return self

    def _listens(self):
        with socket.socket() as link:
            return link.connect_ex(("127.0.0.1", self.PORT)) == 0

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()
