using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FaceAuth.Store.Search;

namespace FaceAuth.Store.Postgres;

/// <summary>The words of one HNSW index: its name, what lies in it and what it orders by.</summary>
/// <remarks>
/// It is of half-precision floats: half the size, and what they leave out is below what the graph does. The index and the query say the
/// same words, so that the planner sees that one serves the other.
/// </remarks>
internal sealed class HnswIndex(TemplateSpace space)
{
    /// <summary>What the names of all of them begin with.</summary>
    public const string Prefix = "IX_Templates_Hnsw_";

    /// <summary>What it holds, with the model's name by its hash.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture,
        $"{Start(space.Model)}{space.Dimension}_{space.Transform.KeyVersion}_{space.Transform.Generation}");

    /// <summary>The rows that it holds. One of another length than it says would break the cast below.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture,
        $"""
        "ModelId" = {Quoted(space.Model)} AND "Generation" = {space.Transform.Generation} AND "Dimension" = {space.Dimension}
        AND vector_dims("Protected") = {space.Dimension} AND {OfKeyVersion}
        """);

    public string Half => string.Create(CultureInfo.InvariantCulture, $"halfvec({space.Dimension})");

    /// <summary>What it orders by.</summary>
    public string Expression => $"""("Protected"::{Half})""";

    public string Create =>
        $"""CREATE INDEX CONCURRENTLY "{Name}" ON "Templates" USING hnsw ({Expression} halfvec_cosine_ops) WHERE {Where}""";

    /// <summary>Said last: an index without it is not whole.</summary>
    public string Describe => $"""COMMENT ON INDEX "{Name}" IS {Quoted(space.Model)}""";

    /// <summary>What lies in an index of that name; null where it is no such name.</summary>
    public static TemplateSpace? Read(string name, string model)
    {
        if (!name.StartsWith(Start(model), StringComparison.Ordinal)) return null;
        var numbers = name[Start(model).Length..].Split('_')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        return numbers is [> 0 and var dimension, > 0 and var version, > 0 and var generation]
            ? new(model, dimension, new(version, generation)) : null;
    }

    static string Start(string model) =>
        $"{Prefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)).AsSpan(0, 8))}_";

    // as RowAuthenticator.VersionOf reads it
    string OfKeyVersion => space.Transform.KeyVersion is var version and not 1
        ? $"""octet_length("Authenticator") = 36 AND substring("Authenticator" FROM 1 FOR 4) = '\x{version:x8}'::bytea"""
        : """octet_length("Authenticator") = 32""";

    /// <summary>As a literal, whatever standard_conforming_strings says.</summary>
    static string Quoted(string text)
    {
        var quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return quoted.Contains('\\', StringComparison.Ordinal)
            ? $"E'{quoted.Replace("\\", @"\\", StringComparison.Ordinal)}'" : $"'{quoted}'";
    }
}
