"""Asks a TURN server for a way to each address given, then for more allocations than one session needs; prints what is granted and what is refused."""
import asyncio
import sys

from aioice import stun, turn


async def main(server, user, password, peers):
    host, port = server.rsplit(":", 1)
    allocations = []

    async def allocate():
        transport, _ = await turn.create_turn_endpoint(asyncio.DatagramProtocol, (host, int(port)), user, password)
        allocations.append(transport)
        return transport

    inner = (await allocate())._TurnTransport__inner_protocol
    for number, peer in enumerate(peers):
        try:
            await inner.channel_bind(0x4000 + number, (peer, 7000))
            print("granted", peer, flush=True)
        except stun.TransactionFailed as failed:
            print("refused", peer, failed.response.attributes["ERROR-CODE"][0], flush=True)
    turn.UDP_TRANSPORT, udp = 0x06000000, turn.UDP_TRANSPORT  # RFC 6062: a relay of TCP, which is asked for by TCP
    try:
        await turn.create_turn_endpoint(asyncio.DatagramProtocol, (host, int(port)), user, password, transport="tcp")
        print("granted tcp", flush=True)
    except stun.TransactionFailed as failed:
        print("refused tcp", failed.response.attributes["ERROR-CODE"][0], flush=True)
    turn.UDP_TRANSPORT = udp
    try:
        while len(allocations) < 20:
            await allocate()
        print("never refused", flush=True)
    except stun.TransactionFailed as failed:
        print("allocations", len(allocations), failed.response.attributes["ERROR-CODE"][0], flush=True)


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))
