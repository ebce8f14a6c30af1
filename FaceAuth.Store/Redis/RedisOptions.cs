using System.ComponentModel.DataAnnotations;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>The Redis over which nodes share their state. Section "Redis".</summary>
internal sealed record RedisOptions : IValidatableObject
{
    const string Example = "such as redis.example.org:6379,password=…,ssl=true";

    /// <summary>Where it is, as StackExchange.Redis writes it: HOST:PORT, then options, all with commas between them.</summary>
    /// <remarks>Absent: this node is alone and keeps everything in its memory.</remarks>
    public string? Configuration { get; init; }

    /// <summary>What the names of all keys and channels begin with, 1 to 64 letters, digits, dots or hyphens; default faceauth.</summary>
    [RegularExpression("^[A-Za-z0-9.-]{1,64}$", ErrorMessage = "Redis:Prefix has 1 to 64 letters, digits, dots or hyphens.")]
    public string Prefix { get; init; } = "faceauth";

    /// <summary>How long a call waits for Redis before the node goes on alone. 50 ms–2 s, default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:02")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often it is looked whether Redis is there; while it is not, no call waits for it. 100 ms–1 min, default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where other nodes reach this one, such as http://10.0.0.5:8080; goes into the session directory. Default none.</summary>
    public string? NodeAddress { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Configuration)) yield break;
        if (Fault(Configuration) is { } fault) yield return new(fault, [nameof(Configuration)]);
        if (NodeAddress is not null
            && !(Uri.TryCreate(NodeAddress, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            yield return new("Redis:NodeAddress is no address: write it like http://10.0.0.5:8080.", [nameof(NodeAddress)]);
    }

    /// <summary>Never prints the password.</summary>
    public override string ToString() => $"RedisOptions {{ Prefix = {Prefix} }}";

    /// <summary>How the library is to connect.</summary>
    internal ConfigurationOptions Parse()
    {
        var options = ConfigurationOptions.Parse(Configuration!);
        options.ClientName ??= "faceauth";
        options.ChannelPrefix = RedisChannel.Literal(Prefix + ":");
        options.BacklogPolicy = BacklogPolicy.FailFast;     // nothing waits for a server that is away
        options.ReconnectRetryPolicy = new LinearRetry(500);
        options.ConnectRetry = 1;
        options.ConnectTimeout = Math.Min(options.ConnectTimeout, 2000);
        options.AsyncTimeout = options.SyncTimeout = (int)Timeout.TotalMilliseconds;
        return options;
    }

    // what is wrong is told by its place, since a part of a password with a comma in it looks like an option
    static string? Fault(string configuration)
    {
        if (configuration.Contains("://", StringComparison.Ordinal))
            return $"Redis:Configuration is not an URL but HOST:PORT and options, with commas between them, {Example}.";
        var parts = configuration.Split(',');
        for (var i = 0; i < parts.Length; i++)
            if (!IsUnderstood(parts[i]))
                return $"Part {i + 1} of Redis:Configuration (between commas) is neither HOST:PORT nor an option: write it {Example}.";
        return ConfigurationOptions.Parse(configuration).EndPoints.Count == 0
            ? $"Redis:Configuration names no server: write it {Example}." : null;
    }

    static bool IsUnderstood(string part)
    {
        try
        {
            var parsed = ConfigurationOptions.Parse(part);
            // what has no "=" is a server; the library takes any text for a host's name
            return part.Contains('=', StringComparison.Ordinal) || part.Trim().Length == 0
                || (parsed.EndPoints.Count == 1 && IsHost(part.Trim()));
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    static bool IsHost(string text)
    {
        if (text[0] is '/' or '!') return true;     // a Unix socket
        if (!Uri.TryCreate("redis://" + text, UriKind.Absolute, out var uri)) return false;
        return uri is { AbsolutePath: "/" or "", UserInfo: "" } && Uri.CheckHostName(uri.DnsSafeHost) != UriHostNameType.Unknown;
    }
}
