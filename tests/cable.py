"""The cable between Leadbot and its PostgreSQL, which a test may cut: both ends stay open, and nothing comes through."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import URL, make_url

CHUNK = 65536


class Cable:
    """Listens in the place of a PostgreSQL, and passes on what each of the two says to the other."""

    def __init__(self, url: str) -> None:
        self._server = make_url(url)
        self._whole = threading.Event()
        self._whole.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accepts, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the database answers at this end."""
        here = URL.create(
            self._server.drivername,
            self._server.username,
            self._server.password,
            *self._listener.getsockname(),
            self._server.database,
        )
        return here.render_as_string(hide_password=False)

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Nothing comes through meanwhile; what was sent arrives when it is mended."""
        self._whole.clear()
        yield
        self._whole.set()

    def close(self) -> None:
        """No more."""
        self._whole.set()
        for end in (self._listener, *self._ends):
            with suppress(OSError):  # it is not connected any more
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accepts(self) -> None:
        with suppress(OSError):  # it was closed
            while True:
                near, _ = self._listener.accept()
                far = self._reaches()
                self._ends += (near, far)
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._passes_on, args=(one, other), daemon=True).start()

    def _reaches(self) -> socket.socket:
        folder = self._server.host or str(self._server.query.get("host", ""))
        if not folder.startswith("/"):
            return socket.create_connection((folder, self._server.port or 5432))
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{folder}/.s.PGSQL.{self._server.port or 5432}")
        return far

    def _passes_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while said := one.recv(CHUNK):
                self._whole.wait()
                other.sendall(said)
            other.shutdown(socket.SHUT_WR)
