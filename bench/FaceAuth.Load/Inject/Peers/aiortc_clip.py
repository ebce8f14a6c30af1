"""A WebRTC peer made with aiortc: plays a clip into a session. Arguments: where the offer goes, the clip."""
import asyncio
import sys
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaPlayer


def exchange(address, sdp):
    with urllib.request.urlopen(address, sdp.encode(), timeout=30) as answer:
        return answer.read().decode()


async def main(address, clip):
    pc = RTCPeerConnection()
    over = asyncio.Event()
    channel = pc.createDataChannel("faceauth")
    pc.addTrack(MediaPlayer(clip).video)

    @channel.on("open")
    def opened():
        channel.send('{"type":"ready"}')

    @pc.on("connectionstatechange")
    def changed():
        if pc.connectionState in ("closed", "failed"):
            over.set()

    await pc.setLocalDescription(await pc.createOffer())
    answer = await asyncio.get_running_loop().run_in_executor(None, exchange, address, pc.localDescription.sdp)
    await pc.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
    await over.wait()
    await pc.close()


if sys.argv[1] != "--probe":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
