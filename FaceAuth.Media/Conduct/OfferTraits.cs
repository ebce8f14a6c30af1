using System.Globalization;

namespace FaceAuth.Media.Conduct;

/// <summary>How an offer is written, as far as that tells who wrote it. What it says is <see cref="Sdp.TermsReader"/>'s.</summary>
/// <remarks>Read from an offer that was taken, whose length and lines are bounded; of each list the first entries are kept.</remarks>
internal sealed record OfferTraits
{
    const int MostEntries = 32, LongestText = 96;

    /// <summary>User name of the o= line.</summary>
    internal string OriginUser { get; private set; } = "";

    /// <summary>Address of the o= line.</summary>
    internal string OriginAddress { get; private set; } = "";

    /// <summary>What follows "a=msid-semantic:", its leading space kept; null where there is none.</summary>
    internal string? Semantic { get; private set; }

    /// <summary>"a=extmap-allow-mixed" before the first section.</summary>
    internal bool IsMixedForSession { get; private set; }

    /// <summary>The same in the video section.</summary>
    internal bool IsMixedForVideo { get; private set; }

    /// <summary>A fingerprint before the first section.</summary>
    internal bool HasSessionFingerprint { get; private set; }

    /// <summary>ICE user name fragment's length, and its password's.</summary>
    internal (int Fragment, int Password) Credentials { get; private set; }

    /// <summary>What "a=ice-options:" lists first; null where there is none.</summary>
    internal string? IceOptions { get; private set; }

    /// <summary>Header extensions of the video, in their order.</summary>
    internal IReadOnlyList<string> Extensions => _extensions;

    /// <summary>Feedback of the video's first format, in its order.</summary>
    internal IReadOnlyList<string> Feedback => _feedback;

    /// <summary>CNAME of the first source.</summary>
    internal string Cname { get; private set; } = "";

    /// <summary>A source names its stream too.</summary>
    internal bool HasSourceStream { get; private set; }

    internal bool HasReducedSize { get; private set; }

    /// <summary>"max-fs" among the parameters of a format.</summary>
    internal bool LimitsPicture { get; private set; }

    /// <summary>"a=rtcp-mux-only".</summary>
    internal bool HasOnlyMux { get; private set; }

    internal long? MaxMessageSize { get; private set; }

    /// <summary>The way of before RFC 8841.</summary>
    internal bool HasSctpMap { get; private set; }

    readonly List<string> _extensions = [];
    readonly List<string> _feedback = [];
    string _firstFormat = "";

    /// <summary>Reads an offer. Never throws for what it says.</summary>
    internal static OfferTraits Read(string sdp)
    {
        var traits = new OfferTraits();
        var section = "";
        foreach (var line in sdp.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("m="))
            {
                section = line.StartsWith("m=video ") && traits._firstFormat.Length == 0 ? "video"
                    : line.StartsWith("m=application ") ? "data" : "other";
                if (section == "video") traits._firstFormat = Word(line, 3);
            }
            else if (section.Length == 0) traits.TakeSession(line);
            else if (section == "video") traits.TakeVideo(line);
            else if (section == "data") traits.TakeData(line);
        }

        return traits;
    }

    void TakeSession(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("o=")) (OriginUser, OriginAddress) = (Word(line[2..], 0), Word(line, 5));
        else if (TryValue(line, "a=msid-semantic:", out var semantic)) Semantic ??= Text(semantic);
        else if (line is "a=extmap-allow-mixed") IsMixedForSession = true;
        else if (line.StartsWith("a=fingerprint:")) HasSessionFingerprint = true;
        else TakeTransport(line);
    }

    void TakeVideo(ReadOnlySpan<char> line)
    {
        if (TryValue(line, "a=extmap:", out var extension)) Add(_extensions, Word(extension, 1));
        else if (TryValue(line, "a=rtcp-fb:", out var feedback))
        {
            if (feedback.IndexOf(' ') is > 0 and var space && feedback[..space].SequenceEqual(_firstFormat))
                Add(_feedback, Text(feedback[(space + 1)..]));
        }
        else if (TryValue(line, "a=ssrc:", out var source))
        {
            if (source.IndexOf(" cname:") is >= 0 and var at && Cname.Length == 0) Cname = Text(source[(at + 7)..]);
            HasSourceStream |= source.Contains(" msid:", StringComparison.Ordinal);
        }
        else if (line.StartsWith("a=fmtp:")) LimitsPicture |= line.Contains("max-fs=", StringComparison.Ordinal);
        else if (line is "a=rtcp-rsize") HasReducedSize = true;
        else if (line is "a=rtcp-mux-only") HasOnlyMux = true;
        else if (line is "a=extmap-allow-mixed") IsMixedForVideo = true;
        else TakeTransport(line);
    }

    void TakeData(ReadOnlySpan<char> line)
    {
        if (TryValue(line, "a=max-message-size:", out var size))
            MaxMessageSize = long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (line.StartsWith("a=sctpmap:")) HasSctpMap = true;
        else TakeTransport(line);
    }

    void TakeTransport(ReadOnlySpan<char> line)
    {
        if (TryValue(line, "a=ice-ufrag:", out var fragment)) Credentials = (fragment.Length, Credentials.Password);
        else if (TryValue(line, "a=ice-pwd:", out var password)) Credentials = (Credentials.Fragment, password.Length);
        else if (TryValue(line, "a=ice-options:", out var options)) IceOptions ??= Word(options, 0);
    }

    static void Add(List<string> list, string entry)
    {
        if (list.Count < MostEntries) list.Add(entry);
    }

    static bool TryValue(ReadOnlySpan<char> line, string name, out ReadOnlySpan<char> value)
    {
        value = line.StartsWith(name) ? line[name.Length..] : default;
        return line.StartsWith(name);
    }

    static string Word(ReadOnlySpan<char> text, int index)
    {
        foreach (var range in text.Split(' '))
            if (index-- == 0) return Text(text[range]);
        return "";
    }

    static string Text(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, LongestText)].ToString();
}
