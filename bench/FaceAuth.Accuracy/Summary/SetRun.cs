namespace FaceAuth.Accuracy.Summary;

/// <summary>One run of a verb that a page takes in.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="By">What its labels are; null without.</param>
/// <param name="Line">The verb with its options.</param>
internal sealed record SetRun(string Name, string? By, IReadOnlyList<string> Line);
