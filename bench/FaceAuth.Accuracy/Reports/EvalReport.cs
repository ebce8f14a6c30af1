using System.Text.Json.Nodes;

namespace FaceAuth.Accuracy.Reports;

/// <summary>What an evaluation found. Counts and rates only: no picture, embedding or path.</summary>
internal sealed record EvalReport
{
    /// <summary>What was measured, e.g. "Verification".</summary>
    public required string Title { get; init; }

    /// <summary>What it was measured with: models, gate, data, date.</summary>
    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    /// <summary>The figures, for people.</summary>
    public required IReadOnlyList<EvalTable> Tables { get; init; }

    /// <summary>Curves.</summary>
    public IReadOnlyList<EvalCurve> Curves { get; init; } = [];

    /// <summary>What the figures do not say.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same figures, for machines.</summary>
    public required JsonObject Data { get; init; }
}
