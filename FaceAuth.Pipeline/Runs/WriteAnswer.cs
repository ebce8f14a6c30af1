namespace FaceAuth.Pipeline.Runs;

/// <summary>What came of storing an enrolment.</summary>
internal enum WriteAnswer
{
    /// <summary>It is stored.</summary>
    Stored,

    /// <summary>Meanwhile the subject got templates that show somebody else.</summary>
    Taken,

    /// <summary>The face is another subject's.</summary>
    Duplicate,

    /// <summary>The subject's templates changed again and again meanwhile.</summary>
    Contended,
}
