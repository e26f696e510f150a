# SPDX-License-Identifier: GPL-3.0-or-later
"""An origin that writes down what a gateway sends it, byte by byte, and answers with bytes that it is given."""
import re
import socket
import threading

REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"


def message_end(data):
    """Where the first message in `data` ends, as a strict reader of RFC 9112 sees it; None: not yet."""
    head_end = data.find(b"\r\n\r\n")
    if head_end < 0:
        return None
    head, at = data[:head_end].lower(), head_end + 4
    if re.search(rb"\r\ntransfer-encoding:[^\r]*chunked", head):
        while True:
            line_end = data.find(b"\r\n", at)
            if line_end < 0:
                return None
            try:
                size = int(data[at:line_end].split(b";")[0], 16)
            except ValueError:
                return len(data)
            if size == 0:
                end = data.find(b"\r\n\r\n", at)
                return None if end < 0 else end + 4
            at = line_end + 2 + size + 2
            if at > len(data):
                return None
    length = re.search(rb"\r\ncontent-length: *(\d+)", head)
    end = at + int(length.group(1)) if length else at
    return end if end <= len(data) else None


class RecordingOrigin:
    def __init__(self):
        self.reply = REPLY
        self.messages = []  # in the order of arriving; what was not whole too, once its connection has ended
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def take(self):
        with self._lock:
            taken, self.messages = self.messages, []
        return taken

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _record(self, message):
        with self._lock:
            self.messages.append(message)

    def _serve(self, connection):
        data = b""
        with connection:
            while True:
                while (end := message_end(data)) is None:
                    try:
                        received = connection.recv(65536)
                    except OSError:
                        received = b""
                    if not received:
                        if data:
                            self._record(data + b"<cut off>")
                        return
                    if b"expect: 100-continue" in (data + received).lower() and b"\r\n\r\n" in received:
                        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                    data += received
                self._record(data[:end])
                data = data[end:]
                try:
                    connection.sendall(self.reply)
                except OSError:
                    return
                if b"connection: close" in self.reply.lower() or b"\r\n\r\n" not in self.reply:
                    return
