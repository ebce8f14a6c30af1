using FaceAuth.Load.Serve;

namespace FaceAuth.Load.Reports;

/// <summary>What a run found.</summary>
internal sealed record LoadReport
{
    /// <summary>The scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>What was run, in a sentence.</summary>
    public required string About { get; init; }

    /// <summary>Where.</summary>
    public required string Machine { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Load average of the machine before; null where unknown.</summary>
    public required double? LoadBefore { get; init; }

    /// <summary>Load average after.</summary>
    public required double? LoadAfter { get; init; }

    /// <summary>The figures.</summary>
    public required IReadOnlyList<LoadFigure> Figures { get; init; }

    /// <summary>The server's own counts at the end.</summary>
    public required LoadHostStats Counts { get; init; }

    /// <summary>Whether every figure that has a target and could be measured meets it.</summary>
    public bool IsMet => Figures.All(figure => figure.IsMet != false);
}
