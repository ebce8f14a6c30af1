"""A WebRTC peer made with aiortc: offers a test picture and the channel "faceauth" to the page's address, and speaks when spoken to."""
import asyncio
import sys
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription, VideoStreamTrack


def exchange(address, sdp):
    with urllib.request.urlopen(address + "/offer", sdp.encode(), timeout=20) as answer:
        return answer.read().decode()


async def main(address):
    pc = RTCPeerConnection()
    over = asyncio.Event()
    channel = pc.createDataChannel("faceauth")
    pc.addTrack(VideoStreamTrack())

    @channel.on("open")
    def opened():
        channel.send("hello from aiortc")

    @channel.on("message")
    def heard(message):
        if message == "leave":
            over.set()
        else:
            channel.send("aiortc heard " + message)

    @pc.on("connectionstatechange")
    def changed():
        print("connection", pc.connectionState, flush=True)
        if pc.connectionState in ("closed", "failed"):
            over.set()

    await pc.setLocalDescription(await pc.createOffer())
    answer = await asyncio.get_running_loop().run_in_executor(None, exchange, address, pc.localDescription.sdp)
    await pc.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
    transport = pc.sctp.transport  # the bundled one, only now

    @transport.on("statechange")
    def secured():
        print("dtls", transport.state, flush=True)
        if transport.state == "closed":  # the connection's own state waits for consent to run out
            over.set()

    await over.wait()
    print("left", flush=True)
    await pc.close()


asyncio.run(main(sys.argv[1]))
