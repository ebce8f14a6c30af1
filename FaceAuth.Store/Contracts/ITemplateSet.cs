namespace FaceAuth.Store.Contracts;

/// <summary>The templates of one subject made by one model, loaded for a session. Safe from many threads.</summary>
public interface ITemplateSet : IDisposable
{
    /// <summary>How many templates there are; at least 1.</summary>
    int Count { get; }

    /// <summary>How many of them an enrolment stored.</summary>
    int EnrolledCount { get; }

    /// <summary>Which templates these are.</summary>
    TemplateSetVersion Version { get; }

    /// <summary>Highest cosine similarity between <paramref name="probe"/> and an enrolled template; −1 where there is none.</summary>
    /// <param name="probe">float32, L2 norm 1, as long as the model's embedding.</param>
    /// <exception cref="ArgumentException">The probe has another length.</exception>
    float BestEnrolledSimilarity(ReadOnlySpan<float> probe);

    /// <summary>Highest cosine similarity between <paramref name="probe"/> and a template. −1 to 1.</summary>
    /// <param name="probe">float32, L2 norm 1, as long as the model's embedding.</param>
    /// <exception cref="ArgumentException">The probe has another length.</exception>
    float BestSimilarity(ReadOnlySpan<float> probe);
}
