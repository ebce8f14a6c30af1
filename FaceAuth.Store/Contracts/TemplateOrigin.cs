namespace FaceAuth.Store.Contracts;

/// <summary>How a template came to be stored.</summary>
public enum TemplateOrigin
{
    /// <summary>By an enrolment. Only enrolments replace it.</summary>
    Enrolled = 0,

    /// <summary>By a verification that was sure enough. Kept beside the enrolled ones, in places of its own; the oldest goes first.</summary>
    Adapted = 1,
}
