namespace FaceAuth.Media.Sdp;

/// <summary>Writes the server's answer.</summary>
/// <remarks>
/// The sections of the offer in their order, the video received, the data channel taken, all else refused with port 0 (RFC 3264 §6).
/// </remarks>
internal static class AnswerWriter
{
    internal static string Write(RemoteTerms offer, LocalTerms local)
    {
        var accepted = offer.Session.Media.Where(media => IsTaken(offer, media)).Select(media => media.Mid!);
        var writer = new SdpWriter(local, accepted, isIceLite: true);
        foreach (var media in offer.Session.Media)
        {
            if (IsVideo(offer, media)) WriteVideo(writer, offer, local);
            else if (IsData(offer, media)) WriteData(writer, offer, media);
            else Refuse(writer, media);
        }

        return writer.ToString();
    }

    static bool IsVideo(RemoteTerms offer, MediaDescription media) => media.Mid == offer.Video.Mid;

    static bool IsData(RemoteTerms offer, MediaDescription media) => media.Mid is not null && media.Mid == offer.DataMid;

    static bool IsTaken(RemoteTerms offer, MediaDescription media) => IsVideo(offer, media) || IsData(offer, media);

    static void WriteVideo(SdpWriter writer, RemoteTerms offer, LocalTerms local)
    {
        // FIR stands in for PLI, and REMB for transport-wide feedback
        var terms = offer.Video with
        {
            MidId = 0,
            HasFir = offer.Video is { HasFir: true, HasPli: false },
            HasRemb = offer.Video.HasRemb && (local.SendsRemb || offer.Video.TransportSequenceId == 0),
        };
        writer.Section("video", terms.Protocol, SdpWriter.FormatsOf(terms));
        writer.Line($"a=mid:{terms.Mid}");
        writer.Line($"a=recvonly");
        writer.Transport(SdpWriter.SetupOf(offer.Role));
        writer.Video(terms, isAnswer: true);
    }

    static void WriteData(SdpWriter writer, RemoteTerms offer, MediaDescription media)
    {
        writer.Section("application", media.Protocol, media.HasSctpMap ? media.Formats[0] : SdpNames.DataFormat);
        writer.Transport(SdpWriter.SetupOf(offer.Role));
        writer.Data(media.Mid!, media.HasSctpMap);
    }

    static void Refuse(SdpWriter writer, MediaDescription media)
    {
        writer.Line($"m={media.Kind} 0 {media.Protocol} {media.Formats[0]}");
        writer.Line($"c=IN IP4 0.0.0.0");
        if (media.Mid is not null) writer.Line($"a=mid:{media.Mid}");
        writer.Line($"a=inactive");
    }
}
