# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers that run-peers starts: each pinned to a processor, with a configuration of this folder, and measured from
outside through /proc: the CPU time and the memory of the process and all of its children."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def family(pid):
    """The process and its descendants."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid] + [each for child in children for each in family(int(child))]


def await_port(port, what, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"{pathlib.Path(sys.argv[0]).name}: {what} did not start")


class Server:
    """A server in the foreground, which listens on `port` once this has been made."""

    def __init__(self, name, command, port, cpu, scheme="http"):
        self.name, self.port, self.url = name, port, f"{scheme}://127.0.0.1:{port}"
        self.process = subprocess.Popen(["taskset", "-c", str(cpu)] + command, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        await_port(port, name)

    def cpu(self):
        """Seconds so far."""
        ticks = 0
        for pid in family(self.process.pid):
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except FileNotFoundError:
                continue
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def resident(self):
        """Bytes, without what only maps a file."""
        total = 0
        for pid in family(self.process.pid):
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            total += 1024 * int(re.search(r"RssAnon:\s+(\d+)", status).group(1))
        return total

    def stop(self):
        for pid in reversed(family(self.process.pid)):
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def configured(template, scratch, values):
    """A file of this folder with @KEY@ replaced; where it now lies."""
    text = (HERE / template).read_text()
    for key, value in {"DIR": scratch, **values}.items():
        text = text.replace(f"@{key}@", str(value))
    path = pathlib.Path(scratch) / template
    path.write_text(text)
    return str(path)


def nginx(template, scratch, values, port, cpu, scheme="http"):
    conf = configured(f"{template}.nginx.conf", scratch, values)
    # Started as root, its workers become another user, who may not write the cache's folder that root has made here.
    user = "user root; " if os.geteuid() == 0 else ""
    return Server(f"nginx {template}", ["nginx", "-p", scratch, "-c", conf, "-g", f"{user}daemon off;"], port, cpu, scheme)


def haproxy(scratch, values, port, cpu, template="proxy"):
    conf = configured(f"{template}.haproxy.cfg", scratch, values)
    return Server("haproxy", ["haproxy", "-db", "-f", conf], port, cpu)


def varnish(scratch, values, port, cpu):
    vcl = configured("cache.vcl", scratch, values)
    work = os.path.join(scratch, "varnish")
    return Server("varnish", ["varnishd", "-F", "-n", work, "-a", f"127.0.0.1:{port}", "-f", vcl, "-s", "malloc,64m",
                              "-p", "thread_pools=1", "-p", "vsl_mask=-VCL_trace"], port, cpu)


def weir(cli, origin, settings, port, cpu, scheme="http"):
    command = [cli, "proxy", origin, "--listen", f"127.0.0.1:{port}", "--set", "engine.workers=1"]
    for setting in settings:
        command += ["--set", setting]
    return Server("weir", command, port, cpu, scheme)


def certificate(scratch):
    """A self-signed certificate for the peers that serve TLS."""
    key, cert = os.path.join(scratch, "key.pem"), os.path.join(scratch, "cert.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)
    for path in (key, cert):
        os.chmod(path, 0o644)
    return {"CERT": cert, "KEY": key}


def missing(programs):
    return [program for program in programs if not shutil.which(program)]
