"""A WebRTC peer made with GStreamer's webrtcbin: plays a clip into a session. Arguments: where the offer goes, the clip."""
import sys
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

PIPELINE = (
    "webrtcbin name=peer bundle-policy=max-bundle "
    "filesrc location={} ! decodebin ! videoconvert ! videoscale ! videorate ! "
    "video/x-raw,width=640,height=480,framerate=30/1 ! identity sync=true ! "
    "vp8enc deadline=1 cpu-used=8 target-bitrate=1500000 keyframe-max-dist=3000 ! rtpvp8pay pt=96 ! "
    "application/x-rtp,media=video,encoding-name=VP8,payload=96 ! peer."
)


def main(address, clip):
    loop = GLib.MainLoop()
    pipeline = Gst.parse_launch(PIPELINE.format(clip))
    peer = pipeline.get_by_name("peer")

    def negotiate(_):
        peer.emit("create-offer", None, Gst.Promise.new_with_change_func(offered))

    def offered(promise):
        reply = promise.get_reply()  # owns the offer
        offer = reply.get_value("offer")
        peer.emit("set-local-description", offer, Gst.Promise.new())
        with urllib.request.urlopen(address, offer.sdp.as_text().encode(), timeout=30) as answer:
            _, sdp = GstSdp.SDPMessage.new_from_text(answer.read().decode())
        answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        peer.emit("set-remote-description", answer, Gst.Promise.new())

    def changed(*_):
        if peer.get_property("connection-state").value_nick in ("closed", "failed", "disconnected"):
            loop.quit()

    peer.connect("on-negotiation-needed", negotiate)
    peer.connect("notify::connection-state", changed)
    bus = pipeline.get_bus()
    bus.add_signal_watch()
    bus.connect("message::error", lambda *_: loop.quit())
    bus.connect("message::eos", lambda *_: loop.quit())
    pipeline.set_state(Gst.State.READY)
    channel = peer.emit("create-data-channel", "faceauth", None)
    channel.connect("on-open", lambda opened: opened.emit("send-string", '{"type":"ready"}'))
    pipeline.set_state(Gst.State.PLAYING)
    loop.run()
    pipeline.set_state(Gst.State.NULL)


Gst.init(None)
for element in ("webrtcbin", "nicesrc", "dtlsenc", "srtpenc", "sctpenc", "vp8enc", "rtpvp8pay"):
    if Gst.ElementFactory.find(element) is None:
        sys.exit("GStreamer has no element " + element)
if sys.argv[1] != "--probe":
    main(sys.argv[1], sys.argv[2])
