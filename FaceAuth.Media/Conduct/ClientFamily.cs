namespace FaceAuth.Media.Conduct;

/// <summary>Programs that speak WebRTC, told apart by how they do it.</summary>
internal enum ClientFamily
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>Chromium and what is made of it: BoringSSL and libwebrtc.</summary>
    Chromium,

    /// <summary>Firefox: NSS and libwebrtc.</summary>
    Firefox,

    /// <summary>aiortc: OpenSSL by pyOpenSSL.</summary>
    Aiortc,

    /// <summary>GStreamer's webrtcbin: OpenSSL and libnice.</summary>
    GStreamer,

    /// <summary>The client of this project, as <c>simulate</c> and <c>load</c> use it.</summary>
    FaceAuth,

    /// <summary>Pion, by its source; never met here.</summary>
    Pion,
}
