namespace FaceAuth.Signaling.OpenApi;

/// <summary>Says of a field, or of a parameter, what the API's description tells: what it is and which values are taken.</summary>
/// <param name="text">What it is: a sentence.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class FieldAttribute(string text) : Attribute
{
    /// <summary>What it is.</summary>
    public string Text { get; } = text;

    /// <summary>Fewest characters of a text or entries of a list, or the least number; none where negative.</summary>
    public long Least { get; init; } = -1;

    /// <summary>Most characters of a text or entries of a list, or the largest number; none where negative.</summary>
    public long Most { get; init; } = -1;

    /// <summary>What a text matches, as ECMA-262 writes it.</summary>
    public string? Pattern { get; init; }

    /// <summary>The texts that are taken, with spaces between them; of a list or a table, what its entries are.</summary>
    public string? OneOf { get; init; }

    /// <summary>Whether a request without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>What a field that is read as any JSON holds.</summary>
    public Type? Of { get; init; }
}
