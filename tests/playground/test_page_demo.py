"""`leadbot demo` as an operator sees it: it says where it is, ends on a signal, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest


def demo(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", "from leadbot.cli import main; main()", "demo", "--no-browser", *arguments],
        env=os.environ | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_ends_on_a_signal_and_leaves_nothing(tmp_path, number) -> None:
    with demo(tmp_path) as process:
        said = ""
        while "Ctrl-C" not in said:
            said += process.stdout.readline() or pytest.fail(process.stderr.read())
        with urllib.request.urlopen(said.split()[5]) as answer:
            assert "Try this first" in answer.read().decode()
        process.send_signal(number)
        _, error = process.communicate(timeout=30)
    assert (process.returncode, error) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_named_in_one_sentence(tmp_path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with demo(tmp_path, "--port", str(port)) as process:
            said, error = process.communicate(timeout=30)
    assert (process.returncode, said) == (1, "")
    assert error == f"Port {port} cannot be used. Leave --port out, and any free one is taken.\n"
