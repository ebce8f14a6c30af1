using FaceAuth.Accuracy.Examining;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Accuracy;

/// <summary>What every evaluation takes.</summary>
internal sealed record EvalSettings
{
    /// <summary>The server's settings, with what the command names on top.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>Which models.</summary>
    public required ModelsOptions Models { get; init; }

    /// <summary>How they are run.</summary>
    public required InferenceOptions Inference { get; init; }

    /// <summary>Gates and machines, as the server has them.</summary>
    public required DecisionOptions Decision { get; init; }

    /// <summary>Which pictures the dearer models look at.</summary>
    public ExamineGate Gate { get; init; } = ExamineGate.Decision;

    /// <summary>Pictures with a longer side are scaled down to this many pixels.</summary>
    public int MaxSide { get; init; } = 1280;

    /// <summary>Pictures looked at at once.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>File for the figures as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>File for the report as HTML.</summary>
    public string? Html { get; init; }

    /// <summary>File that keeps what was found of each picture, so that a run that was broken off goes on.</summary>
    public string? Journal { get; init; }

    /// <summary>File that gives pictures a group: path,group.</summary>
    public string? Labels { get; init; }
}
