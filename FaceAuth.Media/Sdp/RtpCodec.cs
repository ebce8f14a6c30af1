namespace FaceAuth.Media.Sdp;

/// <summary>One payload type of a media section: rtpmap, fmtp and rtcp-fb lines together.</summary>
internal sealed class RtpCodec(byte payloadType)
{
    internal byte PayloadType { get; } = payloadType;

    /// <summary>Encoding name and clock rate, "VP8/90000"; empty when there is no rtpmap.</summary>
    internal string Encoding { get; set; } = "";

    /// <summary>Format parameters, "apt=96"; empty when there are none.</summary>
    internal string Parameters { get; set; } = "";

    /// <summary>RTCP feedback offered for it, "nack pli"; "*" lines are not added here.</summary>
    internal List<string> Feedback { get; } = [];

    internal bool Is(string encoding) => Encoding.Equals(encoding, StringComparison.OrdinalIgnoreCase);

    /// <summary>The payload type that an rtx format repeats (RFC 4588 §8.6); null when this is none.</summary>
    internal byte? AssociatedPayloadType
    {
        get
        {
            if (!Is("rtx/90000")) return null;
            foreach (var range in Parameters.AsSpan().Split(';'))
            {
                var parameter = Parameters.AsSpan(range).Trim();
                if (parameter.StartsWith("apt=") && byte.TryParse(parameter[4..], out var associated)) return associated;
            }

            return null;
        }
    }
}
