using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Deciding.Pad;

namespace FaceAuth.Pipeline.Networks;

/// <summary>A loaded model pack, from which every worker gets its own models.</summary>
/// <remarks>Safe from many threads. Dispose it after the workers.</remarks>
internal interface IModelPack : IDisposable
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Ids of the loaded models, the attack fusion's among them.</summary>
    IReadOnlyList<string> ModelIds { get; }

    /// <summary>What templates are kept under, at most 64 characters: the same only for the same network.</summary>
    string TemplateModel { get; }

    /// <summary>The inference provider's name.</summary>
    string? RunsOn => null;

    /// <summary>Pictures that the models look at in one run where that costs less than one after another; else 1.</summary>
    int AtOnce => 1;

    /// <summary>Floats in one embedding.</summary>
    int EmbeddingLength { get; }

    /// <summary>Cosine similarity at which two faces count as one person's when verifying.</summary>
    float VerifyAt { get; }

    /// <summary>The same when identifying, where many are compared.</summary>
    float IdentifyAt { get; }

    /// <summary>Margin above which the obstacle model's points count as covered.</summary>
    float CoveredAt { get; }

    /// <summary>Says whether what the detector found is a face; null where the mesh's presence says so alone.</summary>
    FaceConfirmation? Confirmation => null;

    /// <summary>Lowers similarities of faces that many are alike to; null where the pack's embedder has none.</summary>
    FaceCohort? Cohort => null;

    /// <summary>What the operator should know though the models work, e.g. that the processor stands in for a GPU; else null.</summary>
    string? Notice => null;

    /// <summary>Judges attacks from what the models and the pictures' change say together.</summary>
    PadFusion Fusion { get; }

    /// <summary>Models for one worker, who disposes them.</summary>
    IFaceModels ForWorker();
}
