using FaceAuth.Pipeline.Deciding;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Runs;

/// <summary>Stores what one run wants to keep of its subject.</summary>
/// <remarks>
/// Nothing is stored that was not compared with every template there is: the store adds only to the set that was looked at, else the
/// comparison is made again. Safe from many threads.
/// </remarks>
/// <param name="context">What all runs share.</param>
/// <param name="owner">Whose subjects a face must not be known as, where that is asked.</param>
/// <param name="subject">Whose templates they are.</param>
/// <param name="session">The session that it is for: once it is over nothing is stored.</param>
/// <param name="known">The subject's templates that the run's pictures were compared with; the default for none.</param>
internal sealed class TemplateWriter(AuthRunContext context, string owner, Guid subject, Guid session, TemplateSetVersion known)
{
    // each further one means that somebody else enrolled the same subject in the milliseconds since the last
    const int MostAttempts = 8;

    /// <summary>Stores an enrolment's templates: all of them, or none.</summary>
    public async Task<WriteAnswer> EnrolAsync(DecisionAction.Store store, CancellationToken cancellation)
    {
        if (store.Probe is { } probe && await IsKnownAsAnotherAsync(probe, cancellation)) return WriteAnswer.Duplicate;
        var expected = known;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await context.Store.TryAddAsync(subject, store.Templates, expected, cancellation, session)) return WriteAnswer.Stored;
            using var stored = await context.Store.LoadAsync(subject, context.TemplateModel, cancellation);
            if (stored is not null
                && store.Templates.Any(template => !IsOf(stored, template)))
                return WriteAnswer.Taken;
            expected = stored?.Version ?? default;
        }

        return WriteAnswer.Contended;
    }

    /// <summary>
    /// Stores a verification's template beside the enrolled ones; false, and nothing is stored, where these are no longer
    /// what it was compared with.
    /// </summary>
    public async Task<bool> AdaptAsync(FaceTemplate template, CancellationToken cancellation)
    {
        try
        {
            return await context.Store.TryAddAsync(subject, [template], known, cancellation, session);
        }
        catch (SubjectNotFoundException)
        {
            return false;   // erased meanwhile
        }
    }

    bool IsOf(ITemplateSet stored, FaceTemplate template)
    {
        var face = template.Vector.Span;
        return stored.BestEnrolledSimilarity(face) - (context.Cohort?.Shift(face) ?? 0) >= context.VerifyAt;
    }

    async Task<bool> IsKnownAsAnotherAsync(float[] probe, CancellationToken cancellation)
    {
        var nearest = await context.Store.NearestAsync(owner, context.TemplateModel, probe, 2, cancellation);
        var shift = context.Cohort?.Shift(probe) ?? 0;
        return nearest.Any(match => match.SubjectId != subject && match.Similarity - shift >= context.IdentifyAt);
    }
}
