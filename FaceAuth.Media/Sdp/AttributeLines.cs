namespace FaceAuth.Media.Sdp;

/// <summary>Which line of a description has which attribute, so that a refusal can say where.</summary>
internal sealed class AttributeLines
{
    // no other is ever named, and what is held is bounded by them
    static readonly string[] Named =
        ["mid", "ice-ufrag", "ice-pwd", "fingerprint", "setup", "sctp-port", "sctpmap", "simulcast", "ssrc", "ssrc-group", "rtpmap",
         "sendrecv", "sendonly", "recvonly", "inactive", "group"];

    readonly Dictionary<string, int> _lines = [];

    /// <summary>Notes the first line of an attribute.</summary>
    internal void Take(ReadOnlySpan<char> name, int line)
    {
        foreach (var named in Named)
            if (name.SequenceEqual(named)) _lines.TryAdd(named, line);
    }

    /// <summary>Its line; null where it is not there.</summary>
    internal int? Of(string name) => _lines.TryGetValue(name, out var line) ? line : null;
}
