namespace FaceAuth.Store.Contracts;

/// <summary>That a person agreed to being enrolled.</summary>
/// <param name="SubjectId">Who.</param>
/// <param name="Version">The version of the text that was shown; 1–64 characters.</param>
/// <param name="Language">The language it was shown in (BCP 47), 2–35 characters; null when it was not said.</param>
/// <param name="GivenAt">UTC.</param>
/// <param name="By">Who says so: "user:ID" for a person themself, "rp:ID" for the relying party that asked them.</param>
/// <param name="SessionId">The session that was to enrol them; empty when they were imported.</param>
public sealed record ConsentRecord(
    Guid SubjectId, string Version, string? Language, DateTimeOffset GivenAt, string By, Guid SessionId);
