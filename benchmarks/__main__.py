"""`python -m benchmarks`: everything that docs/performance.md speaks of, measured now, on this machine.

A few minutes. Nothing leaves this machine, and nothing stays on it.
"""

import os
import platform

from benchmarks.ack import Compared, compare
from benchmarks.databases import postgresql, sqlite
from benchmarks.delivery import delivery
from benchmarks.idle import idle
from benchmarks.startup import startup
from benchmarks.teams import teams


def main() -> None:
    """Measures and prints, each as soon as it is known."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n", flush=True)
    print("Ack of /skills WORDS          Leadbot    bare Bolt   ratio   of processor   five rounds")
    for engine, databases in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        with databases() as brought:
            for compared in compare(brought.migrated):
                print(line(f"HTTP, {engine}", "connection", compared), flush=True)
    with sqlite() as brought:
        for compared in compare(brought.migrated, by_socket=True):
            print(line("Socket, SQLite", "envelope", compared), flush=True)
    with sqlite() as brought:
        waited = delivery(brought.migrated)
        print(f"\nFrom commit to the call at Slack, {waited.messages} messages")
        print(f"  median {waited.median:.0f} ms, 95 % within {waited.p95:.0f} ms", flush=True)
        started = startup(brought.migrated)
    print(f"\nleadbot --help   {started.help:.2f} s (Python alone: {started.python:.2f} s)")
    print(f"leadbot run      ready after {started.ready:.2f} s", flush=True)
    with sqlite() as brought:
        rest = idle(brought.migrated)
    print(f"  idle, over Socket Mode: {rest.memory:.0f} MB, {100 * rest.core:.1f} % of a core")
    print(f"  {rest.statements:.1f} statements a second")
    print(
        "\nA team for ten roles   index     one role       search   search/role    the first        whole", flush=True
    )
    ways = []
    for searched in teams():
        ways += [(searched.members, way) for way in searched.ways]
        print(
            f"{searched.members:>7,} members{searched.index:>10.0f} ms{searched.one_role:>8.1f} ms"
            f"{searched.search:>10.2f} ms{searched.search / searched.one_role:>14.2f}{searched.first:>10.0f} ms{searched.whole:>10.0f} ms",
            flush=True,
        )
    print("\nTheir teams, in all   places    people      fit       median", flush=True)
    for members, way in ways:
        print(f"{members:>7,} {way.name:<12}{way.places:>8}{way.people:>10}{way.fit:>9.2f}{way.took:>10.2f} ms")


def line(over: str, one: str, compared: Compared) -> str:
    """A row of the table."""
    connections = f"1 {one}" if compared.connections == 1 else f"{compared.connections} {one}s"
    rounds = " ".join(f"{ratio:.2f}" for ratio in compared.ratios)
    return (
        f"{over:<18}{connections:<14}{compared.leadbot:>6.2f} ms  {compared.bare:>8.2f} ms"
        f"{compared.ratio:>8.2f}{compared.cpu_ratio:>15.2f}   {rounds}"
    )


if __name__ == "__main__":
    main()
