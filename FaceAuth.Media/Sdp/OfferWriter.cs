namespace FaceAuth.Media.Sdp;

/// <summary>Writes a client's offer: one VP8 stream sent, one data channel, bundled.</summary>
/// <remarks>It names no candidates, for the server is lite.</remarks>
internal static class OfferWriter
{
    internal const string DataMid = "1";

    internal static string Write(VideoTerms video, LocalTerms local, uint ssrc, uint rtxSsrc, string cname)
    {
        var writer = new SdpWriter(local, [video.Mid, DataMid], isIceLite: false);
        writer.Section("video", SdpNames.RtpProtocol, SdpWriter.FormatsOf(video));
        writer.Line($"a=mid:{video.Mid}");
        writer.Line($"a=sendonly");
        writer.Transport(SetupRole.ActPass);
        writer.Video(video, isAnswer: false);
        if (video.RtxPayloadType is not null) writer.Line($"a=ssrc-group:FID {ssrc} {rtxSsrc}");
        writer.Line($"a=ssrc:{ssrc} cname:{cname}");
        if (video.RtxPayloadType is not null) writer.Line($"a=ssrc:{rtxSsrc} cname:{cname}");
        writer.Section("application", SdpNames.DataProtocol, SdpNames.DataFormat);
        writer.Transport(SetupRole.ActPass);
        writer.Data(DataMid);
        return writer.ToString();
    }
}
