namespace FaceAuth.Signaling.Errors;

/// <summary>Why the course of a session is not told.</summary>
internal static class CourseRefusals
{
    public static readonly Refusal CourseUnknown = new("course_unknown", 404, "No course of it",
        "Nothing is kept of what happened in this session: it goes on, never began, is of an earlier version, its "
        + "subject was erased, or it could not be kept. It is written right after the verdict: where that has just come, ask again.");
}
