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

    /// <summary>A format parameter's value (RFC 8866 §6.15); null where it is not there.</summary>
    internal string? Parameter(string name)
    {
        foreach (var range in Parameters.AsSpan().Split(';'))
        {
            var parameter = Parameters.AsSpan(range).Trim();
            var equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase))
                return parameter[(equals + 1)..].Trim().ToString();
        }

        return null;
    }

    /// <summary>The payload type that an rtx format repeats (RFC 4588 §8.6); null when this is none.</summary>
    internal byte? AssociatedPayloadType => Is(SdpNames.Rtx) && byte.TryParse(Parameter("apt"), out var associated) ? associated : null;
}
