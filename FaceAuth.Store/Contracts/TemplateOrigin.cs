namespace FaceAuth.Store.Contracts;

/// <summary>How a template came to be stored.</summary>
public enum TemplateOrigin
{
    /// <summary>By an enrolment. Only enrolments replace it.</summary>
    Enrolled = 0,

    /// <summary>By a verification that was sure enough.</summary>
    /// <remarks>Kept beside the enrolled ones, in places of its own; the oldest goes first.</remarks>
    Adapted = 1,
}
