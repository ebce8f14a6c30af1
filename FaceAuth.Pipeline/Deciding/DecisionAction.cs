using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>What <see cref="DecisionMachine.Poll"/> asks its driver to do.</summary>
internal abstract record DecisionAction
{
    DecisionAction()
    {
    }

    /// <summary>Nothing until the next input or <see cref="DecisionMachine.Deadline"/>.</summary>
    public sealed record Wait : DecisionAction
    {
        /// <summary>The only one needed.</summary>
        public static readonly Wait Instance = new();
    }

    /// <summary>Publish an event; <see cref="AuthEvent.Decided"/> is the last.</summary>
    /// <param name="Event">What to publish.</param>
    public sealed record Publish(AuthEvent Event) : DecisionAction;

    /// <summary>Store templates, then call <see cref="DecisionMachine.HandleStored"/>.</summary>
    /// <param name="Templates">At least one; all or none.</param>
    /// <param name="Probe">
    /// Search for this among the owner's subjects first, and store nothing when it is another's; null for no search. L2 norm 1.
    /// </param>
    public sealed record Store(IReadOnlyList<FaceTemplate> Templates, float[]? Probe = null) : DecisionAction
    {
        /// <summary>Never prints the templates.</summary>
        public override string ToString() => $"Store {{ Templates = {Templates.Count} }}";
    }

    /// <summary>
    /// Store this beside the subject's enrolled templates, then call <see cref="DecisionMachine.HandleAdapted"/>. The person is
    /// accepted whatever comes of it.
    /// </summary>
    /// <param name="Template">Of origin <see cref="TemplateOrigin.Adapted"/>.</param>
    public sealed record Adapt(FaceTemplate Template) : DecisionAction;

    /// <summary>Find the most similar subjects, then call <see cref="DecisionMachine.HandleFound"/>.</summary>
    /// <param name="Probe">L2 norm 1.</param>
    /// <param name="Alive">The faces that gave the signs of life: they must be those of the subject that is found.</param>
    /// <param name="AliveAt">Least cosine similarity of each to the subject's templates.</param>
    public sealed record Search(ReadOnlyMemory<float> Probe, IReadOnlyList<SignFaces> Alive, float AliveAt) : DecisionAction
    {
        /// <summary>Never prints the probe.</summary>
        public override string ToString() => "Search";
    }
}
