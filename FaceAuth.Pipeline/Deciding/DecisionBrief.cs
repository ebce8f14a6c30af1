using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Deciding.Pad;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>What one session has to decide, and with which models.</summary>
/// <param name="Purpose">Enrol, verify or identify.</param>
/// <param name="SubjectId">Whom to enrol or verify; null for identify.</param>
/// <param name="Policy">Signs of life demanded.</param>
/// <param name="AcceptAt">Cosine similarity demanded of a match.</param>
/// <param name="CoveredAt">Margin above which a point of the face counts as covered.</param>
/// <param name="TemplateModel">What templates of the model that makes embeddings are kept under.</param>
/// <param name="EmbeddingLength">Floats in one embedding.</param>
/// <param name="Fusion">Judges attacks.</param>
/// <param name="Models">Ids of all models used.</param>
/// <param name="HasTemplates">Whether the subject to enrol has templates of this model already: then the face must match them.</param>
internal sealed record DecisionBrief(
    SessionPurpose Purpose, Guid? SubjectId, LivenessPolicy Policy, float AcceptAt, float CoveredAt,
    string TemplateModel, int EmbeddingLength, PadFusion Fusion, IReadOnlyList<string> Models, bool HasTemplates = false)
{
    /// <summary>Whether a mark is followed in the place of the challenges: the policy has it so, and the client can show one.</summary>
    public bool Pursues => CanPursue && Policy.PursuitMoves > 0;

    /// <summary>Whether the client can show a mark to follow.</summary>
    public bool CanPursue { get; init; }

    /// <summary>Whether the page's surround lights the face: the policy has it so, and the client can.</summary>
    public bool Lights => CanLight && Policy.Light != LightUse.Off;

    /// <summary>Whether the client's surround can take colours.</summary>
    public bool CanLight { get; init; }

    /// <summary>Whether the face must be the subject's as stored.</summary>
    public bool IsCompared => Purpose == SessionPurpose.Verify || HasTemplates;
}
