using System.ComponentModel;
using System.Reflection;
using Npgsql;

namespace FaceAuth.Store.Postgres;

/// <summary>Reads Store:ConnectionString, and says what is wrong with it without repeating a value that might be a password.</summary>
internal static class ConnectionText
{
    const string Example = "Host=db.example.org;Database=faceauth;Username=faceauth;Password=…";

    const string Recheck = "Host Recheck Seconds";

    static readonly List<string> Names =
    [
        .. typeof(NpgsqlConnectionStringBuilder).GetProperties()
            .Select(setting => setting.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName).OfType<string>(),
    ];

    /// <summary>A sentence that says what to mend; null when the text can be used.</summary>
    public static string? FaultOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return $"Store:ConnectionString is empty. Say how to reach the PostgreSQL server, for example: {Example}";
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new(text);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return $"Store:ConnectionString cannot be used: {FirstFault(text)} It looks like: {Example}";
        }

        if (string.IsNullOrWhiteSpace(settings.Host))
            return $"Store:ConnectionString names no server: add its Host. It looks like: {Example}";
        if (settings.Port is < 1 or > 65535)
            return $"Store:ConnectionString cannot be used: its Port is none, which is from 1 to 65535. It looks like: {Example}";
        if (TwoInOne(settings) is { } two) return $"Store:ConnectionString cannot be used: {two} It looks like: {Example}";
        // the driver would take the one that is named as the user is
        return string.IsNullOrWhiteSpace(settings.Database)
            ? $"Store:ConnectionString names no database: add its Database. It looks like: {Example}" : null;
    }

    /// <summary>What of the values that are told to people seems to hold the next setting too, which may be the password.</summary>
    static string? TwoInOne(NpgsqlConnectionStringBuilder settings)
    {
        const string Separate = "Separate settings by semicolons; the password has its own.";
        var told = new[]
        {
            ("Host", settings.Host, "=@"), ("Database", settings.Database, "="), ("Username", settings.Username, "=:"),
            ("Application Name", settings.ApplicationName, "="),
        };
        foreach (var (name, value, strange) in told)
            if (value?.IndexOfAny([.. strange]) is >= 0 and var at) return $"the value of {name} holds \"{value[at]}\". {Separate}";
        var hosts = settings.Host!.Split(',', StringSplitOptions.TrimEntries).Where(host => !host.StartsWith('/'));
        return hosts.All(HasPortOrNone) ? null : $"what follows \":\" in Host is no port. {Separate}";
    }

    // an IPv6 address has several colons, and brackets where a port follows
    static bool HasPortOrNone(string host)
    {
        var name = host.LastIndexOf(']') is >= 0 and var end ? host[(end + 1)..] : host;
        var parts = name.Split(':');
        return parts.Length != 2 || ushort.TryParse(parts[1], out _);
    }

    /// <summary>The settings with what the store asks of every connection.</summary>
    public static NpgsqlConnectionStringBuilder Read(StoreOptions options)
    {
        // Include Error Detail would put the values of rows into messages
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            PersistSecurityInfo = false,
            IncludeErrorDetail = false,
        };
        var own = $@"-c lock_timeout={options.BusyTimeoutSeconds * 1000} -c default_transaction_isolation=read\ committed";
        settings.Options = $"{settings.Options} {own}".Trim();
        settings.ApplicationName ??= "FaceAuth";
        // of several hosts the one that may be written, whichever it is after a failover
        if (settings.Host!.Contains(',', StringComparison.Ordinal)) settings.TargetSessionAttributes ??= "primary";
        // within the patience of a call; the driver's own 10 s are not. ContainsKey is true of every setting that there is
        if (!settings.Keys.Any(name => name == Recheck)) settings.HostRecheckSeconds = 1;
        return settings;
    }

    /// <summary>Which part is wrong, by its number, for it may be the rest of a password that was not quoted.</summary>
    static string FirstFault(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            if (!Fails(parts[i])) continue;
            if (!parts[i].Contains('=', StringComparison.Ordinal)) break;
            var name = parts[i].Split('=')[0].Trim();
            if (IsKnown(name)) return $"the value of {name} is not one that it takes.";
            return Nearest(name) is { } meant ? $"there is no setting \"{name}\"; {meant} is meant, perhaps."
                : $"its part number {i + 1} is no setting (a value with a semicolon needs quotation marks).";
        }

        return "it is not a list of NAME=VALUE with semicolons between.";
    }

    static bool IsKnown(string name) => new NpgsqlConnectionStringBuilder().ContainsKey(name);

    static bool Fails(string part)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(part);
            return false;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return true;
        }
    }

    static string? Nearest(string name) => Names
        .Where(known => Math.Abs(known.Length - name.Length) <= 2 && Distance(known.ToUpperInvariant(), name.ToUpperInvariant()) <= 2)
        .MinBy(known => Distance(known.ToUpperInvariant(), name.ToUpperInvariant()));

    /// <summary>Letters to change, add or take away (Levenshtein).</summary>
    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (corner, left) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                left = Math.Min(Math.Min(left, row[j]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                (corner, row[j]) = (row[j], left);
            }
        }

        return row[b.Length];
    }
}
