using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>Which pictures become templates. Section "Decision:Enrol"; identifying takes its probe from the same choice.</summary>
internal sealed record EnrolOptions : IValidatableObject
{
    /// <summary>Most templates of one enrolment. 1–10, default 5.</summary>
    [Range(1, 10)] public int Templates { get; init; } = 5;

    /// <summary>Fewest templates of one enrolment. 1–10, default 3.</summary>
    [Range(1, 10)] public int MinTemplates { get; init; } = 3;

    /// <summary>Least time between two of them, so that they differ. 0–2 s, default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:02")] public TimeSpan Apart { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Least cosine similarity between any two of them. 0–1, default 0.55.</summary>
    [Range(0.0, 1.0)] public float AgreeAt { get; init; } = 0.55f;

    /// <summary>Good pictures to look at before choosing. 1–60, default 8.</summary>
    [Range(1, 60)] public int Pictures { get; init; } = 8;

    /// <summary>Longest time that the store may take. 0.5–60 s, default 5 s.</summary>
    /// <remarks>Then it is told to stop, and has as long again to say whether it had stored.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")] public TimeSpan StoreWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether to refuse a face that is found among the owner's other subjects at the "identify" threshold.</summary>
    /// <remarks>Default false: twins, and people with two accounts, could not enrol.</remarks>
    public bool RefuseKnownFaces { get; init; }

    /// <summary>
    /// What becomes of an enrolment whose subject has templates of other models only. Default <see cref="ModelChange.Refuse"/>:
    /// nothing says that it is the same person.
    /// </summary>
    [EnumDataType(typeof(ModelChange))] public ModelChange AfterModelChange { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MinTemplates > Templates) yield return new("Decision:Enrol:MinTemplates cannot be more than Decision:Enrol:Templates.");
    }
}
