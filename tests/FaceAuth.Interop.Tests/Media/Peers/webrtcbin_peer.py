"""A WebRTC peer made with GStreamer's webrtcbin: offers a test picture and the channel "faceauth" to the page's address, and speaks when spoken to."""
import sys
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

PIPELINE = (
    "webrtcbin name=peer bundle-policy=max-bundle "
    "videotestsrc is-live=true ! video/x-raw,width=640,height=480,framerate=15/1 ! "
    "vp8enc deadline=1 cpu-used=8 keyframe-max-dist=30 ! rtpvp8pay pt=96 ! "
    "application/x-rtp,media=video,encoding-name=VP8,payload=96 ! peer."
)


def main(address):
    Gst.init(None)
    for element in ("webrtcbin", "nicesrc", "dtlsenc", "srtpenc", "sctpenc", "vp8enc", "rtpvp8pay"):
        if Gst.ElementFactory.find(element) is None:
            sys.exit("GStreamer has no element " + element)
    loop = GLib.MainLoop()
    pipeline = Gst.parse_launch(PIPELINE)
    peer = pipeline.get_by_name("peer")

    def negotiate(_):
        peer.emit("create-offer", None, Gst.Promise.new_with_change_func(offered))

    def offered(promise):
        reply = promise.get_reply()  # owns the offer
        offer = reply.get_value("offer")
        peer.emit("set-local-description", offer, Gst.Promise.new())
        with urllib.request.urlopen(address + "/offer", offer.sdp.as_text().encode(), timeout=20) as answer:
            _, sdp = GstSdp.SDPMessage.new_from_text(answer.read().decode())
        answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        peer.emit("set-remote-description", answer, Gst.Promise.new())
        peer.emit("get-transceiver", 0).get_property("sender").get_property("transport").connect("notify::state", secured)

    def heard(channel, message):
        if message == "leave":
            channel.emit("close")  # "on-close" follows once the other side has closed it too
        else:
            channel.emit("send-string", "webrtcbin heard " + message)

    def closed(_):
        print("channel closed", flush=True)
        GLib.timeout_add(500, loop.quit)  # what closes it is still to be sent

    def broken(_, message):
        print(message.parse_error(), flush=True)
        loop.quit()

    def changed(*_):
        state = peer.get_property("connection-state").value_nick
        print("connection", state, flush=True)
        if state in ("closed", "failed", "disconnected"):
            loop.quit()

    def secured(transport, _):
        print("dtls", transport.get_property("state").value_nick, flush=True)
        if transport.get_property("state") == GstWebRTC.WebRTCDTLSTransportState.CLOSED:
            loop.quit()

    peer.connect("on-negotiation-needed", negotiate)
    peer.connect("notify::connection-state", changed)
    bus = pipeline.get_bus()
    bus.add_signal_watch()
    bus.connect("message::error", broken)
    pipeline.set_state(Gst.State.READY)
    channel = peer.emit("create-data-channel", "faceauth", None)
    channel.connect("on-open", lambda opened: opened.emit("send-string", "hello from webrtcbin"))
    channel.connect("on-message-string", heard)
    channel.connect("on-close", closed)
    pipeline.set_state(Gst.State.PLAYING)
    loop.run()
    pipeline.set_state(Gst.State.NULL)
    print("left", flush=True)


main(sys.argv[1])
