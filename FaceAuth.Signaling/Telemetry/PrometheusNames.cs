namespace FaceAuth.Signaling.Telemetry;

/// <summary>An instrument's name as Prometheus has it, such as "faceauth_media_bytes_received_total".</summary>
internal static class PrometheusNames
{
    /// <param name="instrument">Its name.</param>
    /// <param name="unit">Its unit; what stands in braces is none.</param>
    /// <param name="isCounter">Whether it only ever grows.</param>
    public static string Of(string instrument, string? unit, bool isCounter)
    {
        var name = Label(instrument);
        var word = unit switch { "s" => "seconds", "ms" => "milliseconds", "By" => "bytes", "1" => isCounter ? "" : "ratio", _ => "" };
        if (word.Length > 0 && !name.Split('_').Contains(word)) name += "_" + word;
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>With underscores for all that a name may not hold.</summary>
    public static string Label(string name) =>
        string.Create(name.Length, name, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
        });
}
