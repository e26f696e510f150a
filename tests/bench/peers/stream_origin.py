# SPDX-License-Identifier: GPL-3.0-or-later
"""An origin for large bodies: stream_origin.py PORT. GET /chunked/BYTES sends that many in chunks of 64 KiB; PUT reads
its body, of either framing, and replies with how many bytes there were and how it was framed. One request a connection
at a time, a thread for each; it knows no more of HTTP than the benchmark needs."""
import socket
import sys
import threading

PIECE = 64 * 1024


class BrokenOff(Exception):
    pass


def read_head(reader):
    request = reader.readline().decode("latin-1").split()
    if len(request) != 3:
        raise BrokenOff
    fields = {}
    while (line := reader.readline().decode("latin-1").strip()):
        name, _, value = line.partition(":")
        fields[name.lower()] = value.strip()
    return request[0], request[1], fields


def read_over(reader, count, room):
    while count > 0:
        read = reader.readinto(room[:min(count, len(room))])
        if not read:
            raise BrokenOff
        count -= read


def count_body(reader, fields, room):
    if "chunked" not in fields.get("transfer-encoding", ""):
        length = int(fields.get("content-length", "0"))
        read_over(reader, length, room)
        return length, "length"
    total = 0
    while (size := int(reader.readline().split(b";")[0], 16)) > 0:
        read_over(reader, size, room)
        total += size
        if reader.readline() != b"\r\n":
            raise BrokenOff
    while reader.readline() not in (b"\r\n", b""):
        pass
    return total, "chunked"


def send_chunks(connection, count):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"%x\r\n" % PIECE + bytes(PIECE) + b"\r\n"
    for _ in range(count // PIECE):
        connection.sendall(chunk)
    if rest := count % PIECE:
        connection.sendall(b"%x\r\n" % rest + bytes(rest) + b"\r\n")
    connection.sendall(b"0\r\n\r\n")


def serve(connection):
    reader = connection.makefile("rb", buffering=2 * PIECE)
    room = memoryview(bytearray(PIECE))
    try:
        while True:
            method, target, fields = read_head(reader)
            if method == "GET":
                send_chunks(connection, int(target.rsplit("/", 1)[1]))
                continue
            if fields.get("expect", "").lower() == "100-continue":
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            count, framing = count_body(reader, fields, room)
            answer = f"{count} {framing}\n".encode()
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(answer)
                               + answer)
    except (BrokenOff, ConnectionError):
        pass
    finally:
        connection.close()


def main():
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    main()
