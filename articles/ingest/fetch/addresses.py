"""Which IP addresses the archive may talk to: those of the public Internet.

The tables follow the IANA special-purpose registries (RFC 6890); Python's own `is_global` differs
between its versions. Of IPv6 only 2000::/3 is given out, so nothing else can be public.
"""

import ipaddress
import queue
import socket
import threading

from articles.ingest.fetch.errors import Fault, Reason
from articles.ingest.fetch.urls import Address, Target

_SPECIAL_V4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # this network, unspecified
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT; metadata of Alibaba Cloud
            "127.0.0.0/8",
            "168.63.129.16/32",  # metadata of Azure, although a public number
            "169.254.0.0/16",  # link-local; metadata of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments; metadata of Oracle Cloud
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo among them
            "2001:db8::/32",
            "2002::/16",  # 6to4: an IPv4 address inside
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)
#: NAT64 (RFC 6052): a resolver that does DNS64 adds such an answer to each public IPv4 address.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
#: ISATAP (RFC 5214): an IPv4 address in the last 32 bits, after one of these.
_ISATAP = {0x0000_5EFE, 0x0200_5EFE}


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public Internet; one that holds an IPv4 address never does."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    return (
        address in _PUBLIC_V6
        and not any(address in network for network in _SPECIAL_V6)
        and (int(address) >> 32) & 0xFFFF_FFFF not in _ISATAP
    )


def checked_addresses(target: Target, *, timeout_s: float) -> list[Address]:
    """The addresses to connect to, in the resolver's order; the name is not looked up again.

    One internal address among them refuses the host: no honest public name has both.
    """
    literal = target.literal
    found = [literal] if literal else look_up(target.host, timeout_s=timeout_s)
    if target.is_trusted:
        return found
    if literal is None:
        found = [address for address in found if not _is_translated(address)] or found
    for address in found:
        if not is_public(address):
            raise Fault(Reason.PRIVATE_ADDRESS, address=str(address))
    return found


def _is_translated(address: Address) -> bool:
    """A public IPv4 address as DNS64 writes it: passed over for the other answers, never used."""
    return address in _NAT64 and is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))


def look_up(host: str, *, timeout_s: float) -> list[Address]:
    """All addresses of a name.

    The system's resolver cannot be told how long to take, so it runs in a thread that is left behind.
    """
    answers: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()
    threading.Thread(target=_ask, args=(host, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=max(timeout_s, 0))
    except queue.Empty as error:
        raise Fault(Reason.TOO_SLOW) from error
    if isinstance(answer, Exception):
        raise Fault(Reason.UNKNOWN_HOST) from answer
    if not answer:
        raise Fault(Reason.UNKNOWN_HOST)
    return answer


def _ask(host: str, answers: "queue.SimpleQueue[list[Address] | Exception]") -> None:
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        answers.put([ipaddress.ip_address(text) for text in dict.fromkeys(row[4][0] for row in rows)])
    except (OSError, ValueError) as error:  # UnicodeError is a ValueError
        answers.put(error)
