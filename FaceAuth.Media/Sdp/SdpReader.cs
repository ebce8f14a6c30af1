using System.Globalization;
using System.Net;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Sdp;

/// <summary>
/// Reads session descriptions: takes any line end, passes over what it does not know, bounds everything, never throws.
/// </summary>
internal ref struct SdpReader
{
    /// <summary>Longest description read, in characters.</summary>
    internal const int MaxLength = 64 * 1024;

    const int MaxLines = 2048, MaxLineLength = 4096, MaxSections = 32, MaxFormats = 128, MaxEntries = 128;

    readonly SessionDescription _session = new();
    MediaDescription? _media;
    string? _problem;

    public SdpReader()
    {
    }

    /// <summary>Reads <paramref name="text"/>; when it is no SDP, <paramref name="problem"/> says where, without repeating it.</summary>
    internal static bool TryRead(string text, out SessionDescription session, out string problem)
    {
        var reader = new SdpReader();
        var read = reader.Read(text);
        (session, problem) = (reader._session, reader._problem ?? "");
        return read;
    }

    bool Read(string text)
    {
        if (text.Length > MaxLength) return Fail($"It is longer than {MaxLength} characters.");
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsEmpty) continue;
            if (number > MaxLines) return Fail($"It has more than {MaxLines} lines.");
            if (line.Length > MaxLineLength) return Fail($"Line {number} is longer than {MaxLineLength} characters.");
            if (line.Length < 2 || line[1] != '=') return Fail($"Line {number} is not of the form x=value.");
            if (number == 1 && !line.SequenceEqual("v=0")) return Fail("It does not begin with v=0.");
            var value = line[2..];
            if (line[0] == 'm' && !TakeMedia(value, number)) return Fail(_problem ?? $"Line {number} is no valid m= line.");
            if (line[0] == 'a') TakeAttribute(value, number);
        }

        return number > 0 && _session.Media.Count > 0 || Fail("It has no m= line.");
    }

    bool Fail(string problem)
    {
        _problem = problem;
        return false;
    }

    /// <summary>m=&lt;media&gt; &lt;port&gt;[/n] &lt;proto&gt; &lt;fmt&gt; … (RFC 8866 §5.14).</summary>
    bool TakeMedia(ReadOnlySpan<char> value, int line)
    {
        if (_session.Media.Count == MaxSections) return Fail($"It has more than {MaxSections} m= lines.");
        Span<Range> parts = stackalloc Range[3 + MaxFormats + 1];
        var count = value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count is < 4 or > 3 + MaxFormats) return false;
        var port = value[parts[1]];
        if (port.IndexOf('/') is var slash && slash >= 0) port = port[..slash];
        if (!TryNumber(port, ushort.MaxValue, out var portNumber)) return false;
        var formats = new string[count - 3];
        for (var i = 0; i < formats.Length; i++) formats[i] = value[parts[i + 3]].ToString();
        _media = new MediaDescription
        {
            Kind = value[parts[0]].ToString(),
            Line = line,
            Port = (int)portNumber,
            Protocol = value[parts[2]].ToString(),
            Formats = formats,
        };
        _session.Media.Add(_media);
        return true;
    }

    void TakeAttribute(ReadOnlySpan<char> attribute, int line)
    {
        Cut(attribute, ':', out var name, out var value);
        (_media?.Lines ?? _session.Lines).Take(name, line);
        if ((_media?.Transport ?? _session.Transport).TryTake(name, value)) return;
        if (DirectionNamed(name) is { } direction)
        {
            if (_media is null) _session.Direction = direction;
            else _media.Direction = direction;
        }
        else if (_media is null)
        {
            TakeSessionAttribute(name, value);
        }
        else
        {
            TakeMediaAttribute(_media, name, value);
        }
    }

    readonly void TakeSessionAttribute(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name is "ice-lite") _session.IsIceLite = true;
        if (name is not "group" || !value.StartsWith("BUNDLE ") || _session.Bundles.Count == MaxSections) return;
        var mids = value[7..].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (mids.Length is > 0 and <= MaxSections) _session.Bundles.Add(mids);
    }

    static void TakeMediaAttribute(MediaDescription media, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "mid": media.Mid = value.ToString(); break;
            case "bundle-only": media.IsBundleOnly = true; break;
            case "rtcp-mux": media.HasRtcpMux = true; break;
            case "rtcp-rsize": media.HasReducedSizeRtcp = true; break;
            case "sctp-port": media.SctpPort = TryNumber(value, ushort.MaxValue, out var port) ? (int)port : 0; break;
            case "sctpmap": TakeSctpMap(media, value); break;
            case "max-message-size": media.MaxMessageSize = TryNumber(value, uint.MaxValue, out var size) ? size : null; break;
            case "simulcast": TakeSimulcast(media, value); break;
            case "ssrc": TakeSource(media, value); break;
            case "ssrc-group": TakeSourceGroup(media, value); break;
            case "candidate": TakeCandidate(media, value); break;
            case "extmap": TakeExtension(media, value); break;
            case "rtpmap" or "fmtp" or "rtcp-fb": TakeCodec(media, name, value); break;
        }
    }

    static void TakeCodec(MediaDescription media, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        Cut(value, ' ', out var format, out var text);
        if (format is "*")
        {
            if (name is "rtcp-fb" && media.FeedbackForAll.Count < MaxEntries) media.FeedbackForAll.Add(text.Trim().ToString());
            return;
        }

        if (!TryNumber(format, 127, out var payloadType)) return;
        var codec = media.Codec((byte)payloadType);
        switch (name)
        {
            case "rtpmap": codec.Encoding = text.Trim().ToString(); break;
            case "fmtp": codec.Parameters = text.Trim().ToString(); break;
            case "rtcp-fb" when codec.Feedback.Count < MaxEntries: codec.Feedback.Add(text.Trim().ToString()); break;
        }
    }

    /// <summary>a=sctpmap:&lt;port&gt; webrtc-datachannel [streams] (draft-ietf-mmusic-sctp-sdp-05 §9.2).</summary>
    static void TakeSctpMap(MediaDescription media, ReadOnlySpan<char> value)
    {
        Cut(value, ' ', out var port, out var rest);
        Cut(rest, ' ', out var protocol, out _);
        if (protocol is not SdpNames.DataFormat || !TryNumber(port, ushort.MaxValue, out var number)) return;
        if (!media.Formats.Contains(port.ToString())) return;
        (media.HasSctpMap, media.SctpPort) = (true, (int)number);
    }

    /// <summary>a=extmap:&lt;id&gt;[/direction] &lt;URI&gt; (RFC 8285 §5).</summary>
    static void TakeExtension(MediaDescription media, ReadOnlySpan<char> value)
    {
        Cut(value, ' ', out var id, out var uri);
        Cut(id, '/', out id, out _);
        Cut(uri, ' ', out uri, out _);
        if (media.Extensions.Count < MaxEntries && !uri.IsEmpty && TryNumber(id, 255, out var number) && number > 0)
            media.Extensions.TryAdd(uri.ToString(), (byte)number);
    }

    /// <summary>
    /// a=candidate:&lt;foundation&gt; &lt;component&gt; &lt;transport&gt; &lt;priority&gt; &lt;address&gt; &lt;port&gt; typ …
    /// (RFC 8839 §5.1).
    /// </summary>
    static void TakeCandidate(MediaDescription media, ReadOnlySpan<char> value)
    {
        Span<Range> parts = stackalloc Range[9];
        if (value.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) < 8 || media.Candidates.Count == MaxEntries) return;
        var address = value[parts[4]];
        if (value[parts[1]] is not "1" || !value[parts[2]].Equals("udp", StringComparison.OrdinalIgnoreCase)) return;
        if (!TryNumber(value[parts[3]], uint.MaxValue, out var priority)) return;
        if (!TryNumber(value[parts[5]], ushort.MaxValue, out var port)) return;
        if (port == 0 || address.IndexOfAny('.', ':') < 0 || !IPAddress.TryParse(address, out var parsed)) return;
        media.Candidates.Add(new IceCandidate(TransportAddress.From(new IPEndPoint(parsed, (int)port)), (uint)priority));
    }

    /// <summary>a=simulcast:send &lt;rid&gt;;&lt;rid&gt; [recv …] (RFC 8853 §5.1).</summary>
    static void TakeSimulcast(MediaDescription media, ReadOnlySpan<char> value)
    {
        var sends = false;
        foreach (var range in value.Split(' '))
        {
            var word = value[range];
            if (sends && !word.IsEmpty)
            {
                media.SimulcastLayers = word.Count(';') + 1;
                return;
            }

            sends = word is "send" || (sends && word.IsEmpty);
        }
    }

    /// <summary>a=ssrc:&lt;ssrc&gt; &lt;attribute&gt; … (RFC 5576 §4.1).</summary>
    static void TakeSource(MediaDescription media, ReadOnlySpan<char> value)
    {
        Cut(value, ' ', out var ssrc, out _);
        if (media.Sources.Count < MaxEntries && TryNumber(ssrc, uint.MaxValue, out var number)) media.Sources.Add((uint)number);
    }

    /// <summary>a=ssrc-group:&lt;semantics&gt; &lt;ssrc&gt; … (RFC 5576 §4.2); of FID and FEC-FR all but the first repair it.</summary>
    static void TakeSourceGroup(MediaDescription media, ReadOnlySpan<char> value)
    {
        Cut(value, ' ', out var semantics, out var sources);
        if (semantics is "SIM") media.HasSimulcastGroup = true;
        if (semantics is not ("FID" or "FEC-FR")) return;
        var isFirst = true;
        foreach (var range in sources.Split(' '))
        {
            if (sources[range].IsEmpty || !TryNumber(sources[range], uint.MaxValue, out var number)) continue;
            if (!isFirst && media.Repairs.Count < MaxEntries) media.Repairs.Add((uint)number);
            isFirst = false;
        }
    }

    static MediaDirection? DirectionNamed(ReadOnlySpan<char> name) => name switch
    {
        "sendrecv" => MediaDirection.SendRecv,
        "sendonly" => MediaDirection.SendOnly,
        "recvonly" => MediaDirection.RecvOnly,
        "inactive" => MediaDirection.Inactive,
        _ => null,
    };

    static bool TryNumber(ReadOnlySpan<char> text, long max, out long number) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;

    static void Cut(ReadOnlySpan<char> text, char at, out ReadOnlySpan<char> before, out ReadOnlySpan<char> after)
    {
        var index = text.IndexOf(at);
        before = index < 0 ? text : text[..index];
        after = index < 0 ? default : text[(index + 1)..];
    }
}
