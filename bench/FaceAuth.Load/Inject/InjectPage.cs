namespace FaceAuth.Load.Inject;

/// <summary>The page that browsers open: it does what the server's own page does with camera and connection, and starts by itself.</summary>
/// <remarks>What it says of the camera is by the server's own script. With <c>swap</c> the sender's track becomes a canvas.</remarks>
internal static class InjectPage
{
    /// <summary>The id under which a session is recorded.</summary>
    public const string RecordId = "record";

    /// <summary>The page.</summary>
    public const string Html = """
        <!doctype html><title>inject</title><body><script type="module">
        import { describeCamera } from "/component/face-auth.js";
        const query = new URLSearchParams(location.search);
        const stream = await navigator.mediaDevices.getUserMedia({
          audio: false, video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } } });
        const [camera] = stream.getVideoTracks();
        const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
        const { sender } = peer.addTransceiver(camera, { direction: "sendonly", streams: [stream] });
        const channel = peer.createDataChannel("faceauth", { ordered: true });
        let said;
        const say = () => {
          const now = JSON.stringify(describeCamera(sender.track, camera));
          if (channel.readyState === "open" && now !== said) channel.send(said = now);
        };
        channel.onopen = () => { channel.send('{"type":"ready"}'); say(); };
        channel.onmessage = say;
        await peer.setLocalDescription(await peer.createOffer());
        const answer = await fetch("/offer/" + query.get("id"), { method: "POST", body: peer.localDescription.sdp });
        await peer.setRemoteDescription({ type: "answer", sdp: await answer.text() });
        if (query.has("swap")) {
          const video = Object.assign(document.createElement("video"), { src: "/clip.webm", muted: true, loop: true });
          await video.play();
          const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
          const pen = canvas.getContext("2d");
          setInterval(() => pen.drawImage(video, 0, 0, 640, 480), 33);
          await new Promise(resolve => setTimeout(resolve, 1000));
          await sender.replaceTrack(canvas.captureStream(30).getVideoTracks()[0]);
        }
        </script>
        """;
}
